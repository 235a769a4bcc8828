import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { labDir } from "../common/project.mjs";
import { readLessonText } from "../tests/workshop/support/lesson-text.ts";
import { applyDiff } from "./lab/apply-diff.ts";

const lessons = globSync("workshop/*/solution/*.ts.txt", { cwd: labDir }).map(
  (path) => path.split("/")[1] ?? "",
);
const programOf = (words: readonly string[]) =>
  words.find((word) => word.startsWith("file=playground/"))?.slice("file=playground/".length);

describe.each([...new Set(lessons)])("the programs of lesson %s", (name) => {
  const brought = (from: string, program: string) => {
    const file = join(labDir, "workshop", name, from, `${program}.txt`);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };

  test.each(["en", "fr"])("when they are printed, then as the lesson brings and solves them (%s)", (lang) => {
    const { blocks } = readLessonText(join(labDir, "workshop", name, `lesson.${lang}.md`));
    for (const { words, text } of blocks) {
      const program = programOf(words);
      if (program === undefined) continue;
      expect([brought("solution", program), brought("exercise", program)], program).toContain(`${text}\n`);
    }
  });

  test("when a printed change turns what is brought into something, then into the solution", () => {
    const { blocks } = readLessonText(join(labDir, "workshop", name, "lesson.en.md"));
    const given = (program: string) => brought("exercise", program) ?? brought("solution", program);
    for (const { text } of blocks.filter(
      ({ lang, text }) => lang === "diff" && text.includes("/billing.ts"),
    )) {
      const [made] = applyDiff(`${text}\n`, (path) => given(path.replace("playground/", "")));
      expect(made?.text).toBe(brought("solution", "billing.ts"));
    }
  });
});
