import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, inject, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import type { Language, Row, Text } from "../../workshop/authoring/lesson.ts";
import { listLessons } from "../../workshop/running/lessons.ts";
import { reasonAgainstHosts } from "../support/hosts-here.ts";
import { chooseSeed, draw, seededRandom } from "../support/seeded.ts";
import { BlockRunner } from "./support/block-runner.ts";
import { learnersEnvironment, runInLab, speak } from "./support/learners-environment.ts";
import { sections } from "./support/lesson-form.ts";
import { readLessonText } from "./support/lesson-text.ts";

type State = { rows: (Row & { row: Text })[]; hints: Text[]; mayHold: string[] };

const dir = inject("scratch");
const env = learnersEnvironment(dir);
const chosen = process.env.LESSON?.split(",").map(Number);
const all = listLessons("en");
const reason = reasonAgainstHosts();
const lessons = all.filter(({ number, stack }) => (chosen?.includes(number) ?? true) && !needsHosts(stack));

/** A lesson may change tracked files if it says so; its start does not: facts about this machine are kept elsewhere. */
const handedOut = [
  "Pulumi.yaml",
  ...["dev", "local", "cluster", "kraft", "swarm"].map((stack) => `Pulumi.${stack}.yaml`),
];
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");

afterAll(() => speak(dir, "en"));

describe.each(inLanguages(lessons))("lesson $name in $lang", ({ name, number, lang, alsoSolved }) => {
  test("when it begins, then no row holds without a reason, and there are hints", async () => {
    speak(dir, lang);
    await runInLab(dir, "./lab", "learn", String(number));
    expectStart(await stateOf(number));
  });

  test("when its text is followed as printed, then each command says what is printed, and the check passes", async () => {
    const { blocks, headings } = readLessonText(join(dir, "workshop", name, `lesson.${lang}.md`));
    const checkLine = headings.find(({ text }) => text === sections[lang][3])?.line ?? 0;
    await new BlockRunner(dir, env).run(blocks.filter(({ line }) => line < checkLine));
    await runInLab(dir, "node", "tests/workshop/support/your-turn.ts", String(number));
    await new BlockRunner(dir, env).run(blocks.filter(({ line }) => line > checkLine));
    await runInLab(dir, "./lab", "check", String(number));
    expectSolved(await stateOf(number));
  });

  test.runIf(alsoSolved)("when it is reset, then the start is back", async () => {
    await runInLab(dir, "./lab", "reset", String(number));
    expectStart(await stateOf(number));
    for (const file of handedOut) expect(read(dir, file), file).toBe(read(labDir, file));
  });

  test.runIf(alsoSolved)("when it is solved, then the check passes and the hints say to go on", async () => {
    const printed = await runInLab(dir, "./lab", "solve", String(number));
    const named = [...printed.matchAll(/\.\/lab learn (\d+)/g)].map(([, next]) => Number(next));
    expect(all.map((lesson) => lesson.number)).toEqual(expect.arrayContaining(named));
    expectSolved(await stateOf(number));
  });
});

/**
 * LESSON_LANG=en, fr or both; without it one for each lesson, by SEED, so that in time each is followed in both, and only
 * a tenth of them is reset and solved as well. The learner's terminal speaks the same language.
 */
function inLanguages(each: typeof all) {
  const asked = process.env.LESSON_LANG;
  if (asked === "both") return each.flatMap((lesson) => [en(lesson), fr(lesson)]);
  if (asked === "en") return each.map(en);
  if (asked === "fr") return each.map(fr);
  if (asked) throw new Error(`LESSON_LANG is en, fr or both, not ${asked}`);
  const seed = chooseSeed();
  const random = seededRandom(seed);
  const french = new Set(all.filter(() => random() < 0.5).map(({ name }) => name));
  const solved = new Set(draw(all, Math.ceil(all.length / 10), random).map(({ name }) => name));
  console.log(`The language of each lesson is drawn with SEED=${seed}, and the tenth that is reset and solved as well;
LESSON_LANG=both does all, in both languages: npm run test:lessons`);
  return each
    .map((lesson) => (french.has(lesson.name) ? fr(lesson) : en(lesson)))
    .map((lesson) => ({ ...lesson, alsoSolved: solved.has(lesson.name) }));
}

/** The lesson on several machines is left out where there can be none. */
function needsHosts(stack: string | undefined): boolean {
  if (stack !== "swarm" || !reason) return false;
  console.log(`the lesson on the stack ${stack}: skipped, because ${reason}`);
  return true;
}

function en<Lesson>(lesson: Lesson) {
  return { ...lesson, lang: "en" as Language, alsoSolved: true };
}

function fr<Lesson>(lesson: Lesson) {
  return { ...lesson, lang: "fr" as Language, alsoSolved: true };
}

function expectStart({ rows, hints, mayHold }: State): void {
  const holding = rows.filter((row) => row.passed && !mayHold.includes(row.id));
  expect(holding.map((row) => [row.id, row.observed])).toEqual([]);
  expectTexts(rows, hints);
  expect(hints.length).toBeGreaterThan(1);
}

function expectSolved({ rows, hints }: State): void {
  expect(rows.filter((row) => !row.passed)).toEqual([]);
  expectTexts(rows, hints);
  expect(hints.length).toBe(1);
}

/** Nothing that a learner reads is empty, in any language. */
function expectTexts(rows: State["rows"], hints: Text[]): void {
  const texts = [...rows.flatMap(({ row, expected, observed }) => [row, expected, observed]), ...hints];
  for (const text of texts) {
    const both = typeof text === "string" ? [text] : [text.en, text.fr];
    for (const each of both) expect(each, JSON.stringify(texts)).toMatch(/\S/);
  }
}

async function stateOf(number: number): Promise<State> {
  return JSON.parse(await runInLab(dir, "node", "tests/workshop/support/lesson-state.ts", String(number)));
}
