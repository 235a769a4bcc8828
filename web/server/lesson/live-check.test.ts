import { expect, test } from "vitest";
import { openChecks } from "./live-check.ts";
import { labWithRow } from "./testing/served-lessons.ts";
import { makeSmallProject } from "./testing/small-project.ts";

const lesson = {
  name: "01-first",
  number: 1,
  title: "First",
  minutes: 5,
  goal: "",
  stack: undefined,
  text: "workshop/01-first/lesson.en.md",
};

test("when rows are asked for while they are looked at, then the lab is asked once, and never twice at a time", async () => {
  let now = 0;
  let most = 0;
  let looks = 0;
  const checks = openChecks(makeSmallProject(), async () =>
    labWithRow(async () => {
      looks += 1;
      now += 1;
      most = Math.max(most, now);
      // Whoever else may begin has begun after this.
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return false;
    }),
  );
  const results = await Promise.all([
    checks.check(lesson, "en", false),
    checks.check(lesson, "en", false),
    checks.check(lesson, "fr", false),
    checks.check(lesson, "en", true),
    checks.hint(lesson, "en"),
  ]);
  expect(results).toHaveLength(5);
  expect(most).toBe(1);
  expect(looks).toBe(3); // in each language, and for the hint
  await checks.check(lesson, "en", false);
  expect(looks).toBe(4);
});
