import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parsePatch } from "diff";
import { describe, expect, test } from "vitest";
import { labDir } from "../common/project.mjs";
import {
  looseFrench,
  sections,
  shapeOf,
  silentBlocks,
  unsoundPredictions,
  unsoundTurn,
} from "../tests/workshop/support/lesson-form.ts";
import { readLessonText } from "../tests/workshop/support/lesson-text.ts";
import type { Text } from "./authoring/lesson.ts";
import { applyDiff } from "./lab/apply-diff.ts";
import { listLessons, loadLesson } from "./running/lessons.ts";
import { anchorOf, anchorsOf } from "./text/heading-anchors.ts";

const predictions = { en: "Predict:", fr: "Prédisez\u00a0:" };
const answers = { en: "<summary>Answer</summary>", fr: "<summary>Réponse</summary>" };
const blockWords = /^(fails|retry|second-terminal|stop|file=(playground|infra)\/[\w.-]+)$/;

describe.each(listLessons("en"))("lesson $name", (lesson) => {
  const { name } = lesson;
  const texts = {
    en: readLessonText(join(labDir, "workshop", name, "lesson.en.md")),
    fr: readLessonText(join(labDir, "workshop", name, "lesson.fr.md")),
  };

  test.each(["en", "fr"] as const)("when it is read in %s, then it has the form of a lesson", (lang) => {
    const { frontMatter, headings, quotations, html } = texts[lang];
    expect(frontMatter).toEqual({
      title: expect.stringMatching(/\S/),
      minutes: expect.any(Number),
      goal: expect.stringMatching(/\.$/),
      ...(frontMatter.stack !== undefined && { stack: expect.stringMatching(/^(cluster|kraft|swarm)$/) }),
    });
    expect(headings[0]).toMatchObject({ depth: 1, text: frontMatter.title });
    const second = headings.filter(({ depth }) => depth === 2);
    expect(second.map(({ text }) => text)).toEqual(sections[lang]);
    const asked = quotations.filter((text) => text.startsWith(predictions[lang]));
    const answered = html.filter((text) => text.includes(answers[lang]));
    expect(asked.length).toBeGreaterThan(0);
    expect(answered.length).toBe(asked.length);
  });

  test.each(["en", "fr"] as const)(
    "when a block needs a word (%s), then it is in the paragraph before it",
    (lang) => {
      expect(silentBlocks(texts[lang], lang)).toEqual([]);
    },
  );

  test.each(["en", "fr"] as const)(
    "when something is to be predicted (%s), then there are choices, and one is right",
    (lang) => {
      expect(unsoundPredictions(texts[lang])).toEqual([]);
    },
  );

  test.each(["en", "fr"] as const)("when the text ends (%s), then with a task of one's own", (lang) => {
    expect(unsoundTurn(texts[lang], lang)).toEqual([]);
  });

  test.each(["en", "fr"] as const)(
    "when a term of the trade stands there (%s), then it leads to the glossary",
    (lang) => {
      const terms = texts[lang].links.filter((link) => link.includes("GLOSSARY"));
      expect(terms.filter((link) => !link.startsWith(`../GLOSSARY.${lang}.md#`))).toEqual([]);
      expect(terms.length).toBeGreaterThan(0);
    },
  );

  test("when both languages are compared, then headings, blocks, predictions and links correspond", () => {
    expect(shapeOf(texts.fr)).toEqual(shapeOf(texts.en));
  });

  // Except in the drills, where the diff is of a program that a drill has broken.
  if (name !== "11-debugging-drills")
    test("when its diffs are applied in order, then each one fits where it says", () => {
      const files = new Map<string, string | undefined>();
      const read = (path: string) => {
        if (files.has(path)) return files.get(path);
        // What a lesson's start puts into the learner's folder is kept with the lesson.
        const given = ["exercise", "solution"].map(
          (folder) => `workshop/${name}/${folder}/${basename(path)}.txt`,
        );
        const file = [path, ...(path.startsWith("playground/") ? given : [])].find((each) =>
          existsSync(join(labDir, each)),
        );
        return file === undefined ? undefined : readFileSync(join(labDir, file), "utf8");
      };
      for (const { lang, words, text } of texts.en.blocks) {
        const path = words.find((word) => word.startsWith("file="))?.slice("file=".length);
        if (path !== undefined) files.set(path, `${text}\n`);
        if (lang !== "diff") continue;
        expect(placesNamed(text)).toEqual(placesFound(text, read));
        for (const made of applyDiff(text, read)) files.set(made.path, made.text);
      }
    });

  test("when its blocks are run, then the runner knows their words", () => {
    const words = texts.en.blocks.filter(({ lang }) => lang !== "mermaid").flatMap((block) => block.words);
    expect(words.filter((word) => !blockWords.test(word))).toEqual([]);
    expect(texts.en.blocks.some(({ lang }) => lang === "mermaid")).toBe(true);
  });

  test("when Docker lists something, then only the lab's own, because a learner has other containers too", async () => {
    const { checks } = await loadLesson(lesson);
    const commands = [
      ...texts.en.blocks.filter(({ lang }) => lang === "sh").flatMap(({ text }) => text.split("\n")),
      ...checks.flatMap(({ command }) => (typeof command === "string" ? [command] : [])),
    ];
    expect(commands.filter((command) => asksForAll(command))).toEqual([]);
  });

  test("when curl's output goes to another command, then it draws no progress into the learner's terminal", () => {
    const lines = texts.en.blocks.filter(({ lang }) => lang === "sh").flatMap(({ text }) => text.split("\n"));
    const piped = lines.filter((line) => /\bcurl\b.*\|/.test(line));
    expect(piped.filter((line) => !/\bcurl\b.* (-\w*s\w*|--silent) /.test(line))).toEqual([]);
  });

  test("when it is loaded, then it exports what a lesson exports, in both languages", async () => {
    const module = await loadLesson(lesson);
    expect(Object.keys(module).sort()).toEqual(["checks", "hints", "reset", "setup", "solve"]);
    expect(new Set(module.checks.map(({ id }) => id)).size).toBe(module.checks.length);
    const texts = module.checks.flatMap(({ row, startsTrue }) => (startsTrue ? [row, startsTrue] : [row]));
    expect(texts.filter((text) => !isBilingual(text))).toEqual([]);
  });
});

/** Whether a list shows more than the lab's own. Names alone are no filter, because Docker matches parts of names. */
function asksForAll(command: string): boolean {
  const lists = /docker (ps|images|stats|(container|image|volume|network) (ls|list))\b/;
  return lists.test(command) && !/--filter (label=kafka-lab\.name=|network=)/.test(command);
}

/** The terms that the texts share, in the order of both glossaries. */
const terms =
  /^(broker|topic|partition|offset|message|key|log|retention|compaction|producer|consumer|consumer-group|committed-offset|lag|rebalance|acknowledged|batch|linger|compression|idempotent-producer|at-least-once|poison-message|dead-letter-topic|redrive|replica|leader|follower|in-sync-replicas|controller|zookeeper|kraft|metadata-log|quorum|session|listener|advertised-listener|bootstrap|pulumi-program|stack|resource|state|preview|refresh|drift|provider|image|container|volume|network|swarm|node|service|task|overlay-network)$/;

/** Where the parts of a diff begin, as it says. */
const placesNamed = (diff: string) =>
  parsePatch(diff).flatMap(({ hunks }) => hunks.map(({ oldStart }) => oldStart));

/** Where they are: the line of the file from which all that a part keeps and removes follows. */
function placesFound(diff: string, read: (path: string) => string | undefined) {
  return parsePatch(diff).flatMap(({ oldFileName, hunks }) => {
    const lines = read(String(oldFileName).replace(/^a\//, ""))?.split("\n") ?? [];
    return hunks.map(({ lines: all }) => {
      const old = all.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
      const at = lines.findIndex((_, index) => old.every((line, offset) => lines[index + offset] === line));
      return old.length === 0 ? 0 : at + 1;
    });
  });
}

test("when a word is looked up, then both glossaries define it, at the same place", () => {
  const [english, french] = (["en", "fr"] as const).map((lang) => {
    const text = readLessonText(join(labDir, `workshop/GLOSSARY.${lang}.md`));
    return text.headings.filter(({ depth }) => depth === 3).map(({ text }) => anchorOf(text));
  });
  expect(english?.filter((term) => !terms.test(term))).toEqual([]);
  expect(new Set(english).size).toBe(54);
  expect(french).toHaveLength(54);
});

test.each(globSync("workshop/**/*.fr.md", { cwd: labDir }))(
  "when %s is read, then its French has the spaces that do not break, and one term for one thing",
  (file) => {
    const { prose } = readLessonText(join(labDir, file));
    expect(looseFrench(prose)).toEqual([]);
    const other = /\b(pile|amorçage|comprim\w+|insouciant\w*|accusés? de réception)\b/i;
    expect(prose.filter((text) => other.test(text))).toEqual([]);
  },
);

test("when the README lists the lessons, then it lists all, with their titles, minutes and texts", () => {
  const readme = readFileSync(join(labDir, "README.md"), "utf8");
  const rows = readme.split("\n").filter((line) => line.includes("/lesson.en.md)"));
  const [english, french] = [listLessons("en"), listLessons("fr")];
  const wanted = english.map(({ number, title, text, minutes }, index) => {
    const other = french[index];
    return `| ${number} | [${title}](${text}) | [${other?.title}](${other?.text}) | ${minutes} |`;
  });
  expect(rows).toEqual(wanted);
});

test.each([
  ["en", "workshop/TEACHERS.md"],
  ["fr", "workshop/TEACHERS.fr.md"],
] as const)("when teachers plan, then the lessons have their titles and minutes (%s)", (lang, file) => {
  const rows = readFileSync(join(labDir, file), "utf8")
    .split("\n")
    .filter((line) => /^\| \d+\. /.test(line));
  const wanted = listLessons(lang).map(({ number, title, minutes }) => `| ${number}. ${title} | ${minutes}`);
  expect(rows.map((row, index) => row.slice(0, wanted[index]?.length))).toEqual(wanted);
});

test.each(globSync(["*.md", "{workshop,engine,images,bench,services,infra}/**/*.md"], { cwd: labDir }))(
  "when a link of %s is followed, then it leads somewhere",
  (file) => {
    const { links } = readLessonText(join(labDir, file));
    expect(links.filter((link) => !isSound(link, file))).toEqual([]);
  },
);

const known = new Map<string, string[]>();

function anchors(file: string): string[] {
  const found = known.get(file) ?? anchorsOf(readLessonText(file));
  known.set(file, found);
  return found;
}

function isBilingual(text: Text): boolean {
  return typeof text === "object" && /\S/.test(text.en) && /\S/.test(text.fr) && text.en !== text.fr;
}

/** Whether it is a valid web address, or an existing path with, in Markdown, a heading of that name. */
function isSound(link: string, file: string): boolean {
  if (/^[a-z]+:/.test(link))
    return URL.canParse(link) && /^(https:|http:\/\/localhost[:/]|mailto:)/.test(link);
  const [path = "", anchor] = decodeURI(link).split("#");
  const target = path === "" ? join(labDir, file) : join(labDir, dirname(file), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || !target.endsWith(".md") || anchors(target).includes(anchor);
}
