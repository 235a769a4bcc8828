import { expect, test } from "vitest";
import { openLessonsState } from "./lessons-state.ts";
import { makeSmallProject, writeIn } from "./testing/small-project.ts";

test("when a text or the progress changes, then the next look has it", () => {
  const dir = makeSmallProject();
  const read = openLessonsState(dir);
  const first = () => read().lessons[0];
  expect(first()).toMatchObject({ title: { en: "First", fr: "Premier" }, progress: "begun" });
  writeIn(
    dir,
    "workshop/01-first/lesson.fr.md",
    "---\ntitle: Un autre titre\nminutes: 9\ngoal: Faire.\n---\n",
  );
  writeIn(dir, ".lab/progress.txt", "01-first done 2026-01-02\n");
  expect(first()).toMatchObject({ title: { en: "First", fr: "Un autre titre" }, progress: "done" });
});

test("when a lesson comes, then the next look has it", () => {
  const dir = makeSmallProject();
  const read = openLessonsState(dir);
  expect(read().lessons).toHaveLength(1);
  for (const lang of ["en", "fr"])
    writeIn(dir, `workshop/02-next/lesson.${lang}.md`, "---\ntitle: Next\nminutes: 9\ngoal: Do it.\n---\n");
  writeIn(dir, "workshop/02-next/lesson.ts", "");
  expect(read().lessons.map(({ number }) => number)).toEqual([1, 2]);
});
