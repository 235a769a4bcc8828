import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

const fence = (words: string, text: string) => `\`\`\`${words}\n${text}\n\`\`\`\n`;
const diff = "--- a/infra/kafka.ts\n+++ b/infra/kafka.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three";

/** The blocks of the small project's lesson, by their indices. */
export const block = { up: 0, fails: 1, retry: 2, second: 3, stop: 4, write: 5, edit: 6, shown: 7 };

function lesson(title: string, [predict, summary]: [string, string]): string {
  return [
    `---\ntitle: ${title}\nminutes: 5\ngoal: Do it.\n---\n\n# ${title}\n`,
    `> **${predict}** how many?\n>\n> - a) \`none\`\n> - b) two\n`,
    `<details><summary>${summary}</summary>\n\n**b.** Two.\n\n</details>\n`,
    "A [topic](../GLOSSARY.en.md#topic) in [kafka.ts](../../infra/kafka.ts).\n",
    fence("sh", "./lab up"),
    fence("text", `${title}: … of 4`),
    fence("sh fails", "./lab down"),
    fence("sh retry", "./lab ask"),
    fence("text", "ready"),
    fence("sh second-terminal", "./lab watch"),
    fence("text", "one"),
    fence("sh second-terminal stop", "# Ctrl-C"),
    fence("text", "the end"),
    fence("ts file=playground/own.ts", "export const own = 1;"),
    fence("diff", diff),
    fence("yaml", "a: 1"),
  ].join("\n");
}

/** A project with one lesson in both languages, in a folder that the test removes. */
export function makeSmallProject(): string {
  const dir = mkdtempSync(join(tmpdir(), "lesson-page-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const files = {
    "workshop/01-first/lesson.en.md": lesson("First", ["Predict:", "Answer"]),
    "workshop/01-first/lesson.fr.md": lesson("Premier", ["Prédisez\u00a0:", "Réponse"]),
    "workshop/01-first/lesson.ts": "",
    "workshop/GLOSSARY.en.md": "# Glossary\n\n### Topic\n\nA stream of messages.\n",
    "workshop/GLOSSARY.fr.md": "# Glossaire\n\n### Topic\n\nUn flux de messages.\n",
    "infra/kafka.ts": "one\ntwo\nthree\n",
    ".git/config": "secret\n",
    ".lab/progress.txt": "01-first started 2026-01-02\nnow 01-first\n",
    "node_modules/x/index.js": "secret\n",
    "Pulumi.yaml": "name: lab\nruntime: nodejs\n",
  };
  for (const [path, text] of Object.entries(files)) writeIn(dir, path, text);
  return dir;
}

export function writeIn(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
