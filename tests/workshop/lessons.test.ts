import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import type { Row, Text } from "../../workshop/authoring/lesson.ts";
import { listLessons } from "../../workshop/running/lessons.ts";
import { BlockRunner } from "./support/block-runner.ts";
import { readLessonText } from "./support/lesson-text.ts";

type State = { rows: (Row & { row: Text })[]; hints: Text[]; mayHold: string[] };

const dir = inject("scratch");
const env = learnersEnvironment();
const chosen = process.env.LESSON?.split(",").map(Number);
const all = listLessons("en");
const lessons = all.filter(({ number }) => chosen?.includes(number) ?? true);

/** A lesson may change tracked files if it says so; its start does not: facts about this machine are kept elsewhere. */
const handedOut = [
  "Pulumi.yaml",
  ...["dev", "local", "cluster", "kraft"].map((stack) => `Pulumi.${stack}.yaml`),
];
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");

describe.each(lessons)("lesson $name", ({ name, number }) => {
  test("when it begins, then no row holds without a reason, and there are hints", async () => {
    await run("./lab", "learn", String(number));
    expectStart(await stateOf(number));
  });

  test("when its text is followed as printed, then each command says what is printed, and the check passes", async () => {
    const { blocks } = readLessonText(join(dir, "workshop", name, "lesson.en.md"));
    await new BlockRunner(dir, env).run(blocks);
    await run("./lab", "check", String(number));
    expectSolved(await stateOf(number));
  });

  test("when it is reset, then the start is back", async () => {
    await run("./lab", "reset", String(number));
    expectStart(await stateOf(number));
    for (const file of handedOut) expect(read(dir, file), file).toBe(read(labDir, file));
  });

  test("when it is solved, then the check passes and the hints say to go on", async () => {
    const printed = await run("./lab", "solve", String(number));
    const named = [...printed.matchAll(/\.\/lab learn (\d+)/g)].map(([, next]) => Number(next));
    expect(all.map((lesson) => lesson.number)).toEqual(expect.arrayContaining(named));
    expectSolved(await stateOf(number));
  });
});

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
  return JSON.parse(await run("node", "tests/workshop/support/lesson-state.ts", String(number)));
}

/** A failure shows the output of the command. */
async function run(command: string, ...args: string[]): Promise<string> {
  const options = { cwd: dir, env, maxBuffer: 64_000_000 };
  const { stdout } = await promisify(execFile)(command, args, options).catch((error) => {
    throw new Error(`${command} ${args.join(" ")} ended with ${error.code}:\n${error.stdout}${error.stderr}`);
  });
  return stdout;
}

/** Plain English output, the pinned Node, and a curl without a progress bar in pipes. */
function learnersEnvironment(): NodeJS.ProcessEnv {
  const home = join(dir, ".lab/curl");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, ".curlrc"), "silent\nshow-error\n");
  const { FORCE_COLOR: _, CI: _ci, VITEST: _vitest, NODE_ENV: _env, LC_ALL: _all, ...rest } = process.env;
  const PATH = `${join(dir, "node_modules/.bin")}:${process.env.PATH}`;
  return { ...rest, PATH, NO_COLOR: "1", LC_MESSAGES: "C", LANG: "C.UTF-8", CURL_HOME: home };
}
