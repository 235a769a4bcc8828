import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { LabError } from "../../../common/lab-error.mjs";
import { openRecord } from "../../../workshop/running/lesson-record.ts";
import type { LessonPage } from "../../contract/lesson.ts";
import type { OpenLab } from "./live-check.ts";
import { labWithRow, serveLessons } from "./testing/served-lessons.ts";
import { block, makeSmallProject, writeIn } from "./testing/small-project.ts";

let dir: string;
let openLab: OpenLab;
let holds: () => boolean;
let served: Awaited<ReturnType<typeof serveLessons>>;

beforeEach(async () => {
  dir = makeSmallProject();
  holds = () => false;
  openLab = async () => labWithRow(() => holds());
  served = await serveLessons(dir, (lesson, lang) => openLab(lesson, lang));
});

const get = (path: string) => served.get(path);
const post = (path: string, body: unknown) => served.post(path, body);
const text = (path: string) => readFileSync(join(dir, path), "utf8");
const page = async (lang = "en"): Promise<LessonPage> => (await get(`/lessons/1?lang=${lang}`)).body;

test("when the lessons are listed, then with titles in both languages and the learner's progress", async () => {
  expect((await get("/lessons")).body).toEqual({
    current: 1,
    lessons: [
      { number: 1, name: "01-first", title: { en: "First", fr: "Premier" }, minutes: 5, progress: "begun" },
    ],
  });
});

test("when a lesson is opened, then its page is in that language, and new once its text or the glossary is", async () => {
  expect(await page("fr")).toMatchObject({
    number: 1,
    name: "01-first",
    lang: "fr",
    title: "Premier",
    ticked: [],
  });
  expect((await page()).html).toContain('data-definition="A stream of messages."');
  writeIn(dir, "workshop/GLOSSARY.en.md", "### Topic\n\nA named stream of messages.\n");
  expect((await page()).html).toContain('data-definition="A named stream of messages."');
  writeIn(
    dir,
    "workshop/01-first/lesson.en.md",
    text("workshop/01-first/lesson.en.md").replace("./lab up", "./lab start"),
  );
  expect((await page()).blocks[block.up]).toMatchObject({ text: "./lab start" });
});

test("when another page is opened, then it is rendered; one that is not there is refused", async () => {
  expect((await get("/pages/glossary?lang=fr")).body).toMatchObject({ title: "Glossaire", blocks: [] });
  for (const path of ["/pages/toString?lang=en", "/pages/..%2fx?lang=en", "/lessons/7?lang=en"])
    expect(await get(path)).toMatchObject({
      status: 404,
      body: { words: { en: expect.stringContaining("there is no") } },
    });
  for (const path of ["/lessons/1", "/lessons/1?lang=de", "/lessons/x?lang=en", "/lessons/1?lang=en&lang=fr"])
    expect((await get(path)).status).toBe(400);
});

test("when a prediction is answered twice, then the first answer stays, and the reason is there", async () => {
  expect((await page()).predictions[0]).toMatchObject({ id: "1", right: "b" });
  const first = await post("/lessons/1/predictions", { lang: "en", id: "1", letter: "a" });
  expect(first.body).toMatchObject({ answered: "a", right: "b", answer: "<p>Two.</p>" });
  const second = await post("/lessons/1/predictions", { lang: "fr", id: "1", letter: "b" });
  expect(second.body).toMatchObject({ answered: "a" });
  expect((await page("fr")).predictions[0]?.answered).toBe("a");
  expect(openRecord(dir).of("01-first").predictions).toMatchObject({ 1: { letter: "a", right: false } });
});

test.each([
  [{ lang: "en", id: "9", letter: "a" }, 404],
  [{ lang: "en", id: "1", letter: "d" }, 404],
  [{ lang: "en", id: "1", letter: "e" }, 400],
  [{ lang: "en", id: "1", letter: "a", more: 1 }, 400],
  ["{", 400],
  ["", 400],
  [JSON.stringify({ lang: "en", id: "1", letter: "x".repeat(600_000) }), 413],
])("when an answer is %j, then it is refused with %i, and nothing is noted", async (body, status) => {
  const answer = await post("/lessons/1/predictions", body);
  expect(answer).toMatchObject({
    status,
    body: { words: { en: expect.any(String), fr: expect.any(String) } },
  });
  expect(openRecord(dir).of("01-first").predictions).toBeUndefined();
});

test("when the page looks at the rows, then nothing is counted; a check that is asked for counts, and ends the lesson", async () => {
  holds = () => true;
  const seen = await post("/lessons/1/check", { lang: "en", isAsked: false });
  const row = { id: "one", row: { en: "a row", fr: "une ligne" }, passed: true, command: "./lab show" };
  expect(seen.body).toMatchObject({ progress: "begun", rows: [{ ...row, expected: { en: "1", fr: "1" } }] });
  expect(openRecord(dir).of("01-first").checks).toBeUndefined();
  const asked = await post("/lessons/1/check", { lang: "en", isAsked: true });
  expect(asked.body.progress).toBe("done");
  expect(openRecord(dir).of("01-first")).toMatchObject({ checks: 1, done: expect.any(String) });
  expect((await get("/lessons")).body.lessons[0].progress).toBe("done");
});

test("when a hint is asked for, then it comes for the first row that fails, with what the lab says, and is counted", async () => {
  const { body } = await post("/lessons/1/hint", { lang: "fr" });
  expect(body).toEqual({
    text: { en: "look", fr: "regardez" },
    row: { en: "a row", fr: "une ligne" },
    step: 1,
    of: 2,
    said: ["cut off"],
  });
  expect(openRecord(dir).of("01-first").hints).toBe(1);
  openLab = async () => labWithRow(holds, { isBlocked: true });
  expect((await post("/lessons/1/hint", { lang: "fr" })).body).toEqual({ step: 0, of: 0, said: ["cut off"] });
});

test("when there is no Docker, then the answer says what to do; a bug is none of the learner's business", async () => {
  openLab = () => Promise.reject(new LabError("no engine answers.", "Start it."));
  expect(await post("/lessons/1/check", { lang: "en", isAsked: false })).toMatchObject({
    status: 409,
    body: { words: { en: "no engine answers." }, advice: { en: "Start it." } },
  });
  openLab = () => Promise.reject(new Error("a bug"));
  expect((await post("/lessons/1/hint", { lang: "en" })).body).toEqual({ unexpected: "Error: a bug" });
});

test("when a command has run as the lesson says, then its block is ticked in both languages, until its text changes", async () => {
  const run = (index: number, output: string, exitStatus?: number, lang = "en") =>
    post("/lessons/1/runs", { lang, block: index, output, ...(exitStatus !== undefined && { exitStatus }) });
  expect((await run(block.up, "First: 3 of 4\r\n", 1)).body).toEqual({ fault: "status", ticked: [] });
  expect((await run(block.up, "Premier: 3 of 4\r\n", 0)).body).toEqual({ fault: "output", ticked: [] });
  expect((await run(block.up, "Premier: 3 of 4\r\n", 0, "fr")).body).toEqual({ ticked: [block.up] });
  await run(block.fails, "refused", 1);
  await run(block.second, "zero\none\ntwo");
  expect((await run(block.shown, "", 0)).body.fault).toBe("unasked");
  expect((await page("fr")).ticked).toEqual([block.up, block.fails, block.second]);
  expect(Object.keys(JSON.parse(text(".lab/learn/ticks.json")))).toEqual(["first"]);
  const file = "workshop/01-first/lesson.en.md";
  writeIn(dir, file, text(file).replace("./lab up", "./lab start"));
  expect((await page()).ticked).toEqual([block.fails, block.second]);
  expect((await post("/lessons/1/ticks/clear", {})).body).toEqual({ ticked: [] });
  expect((await page()).ticked).toEqual([]);
  expect((await run(99, "", 0)).status).toBe(404);
});
