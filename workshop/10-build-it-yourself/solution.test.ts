import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLessonText } from "../../tests/workshop/support/lesson-text.ts";
import { applyDiff } from "../lab/apply-diff.ts";

const here = import.meta.dirname;

test("when the text is followed, then the result is the solution, which types and lint check", () => {
  const written = new Map<string, string>();
  for (const { lang, words, text } of readLessonText(join(here, "lesson.en.md")).blocks) {
    const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
    if (file) written.set(file, `${text}\n`);
    if (lang !== "diff") continue;
    for (const edit of applyDiff(`${text}\n`, (path) => written.get(path)))
      written.set(edit.path, edit.text ?? "");
  }
  for (const name of readdirSync(join(here, "solution"))) {
    expect(written.get(`infra/${name}`), name).toBe(readFileSync(join(here, "solution", name), "utf8"));
  }
});
