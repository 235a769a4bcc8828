import { expect, test } from "vitest";
import { listLessons, loadLesson } from "../../../workshop/running/lessons.ts";
import { findDeed, incompleteRows, listCases, loadRowCases, openTask } from "./row-cases.ts";

const deed = { why: "so", run: async () => {} };
const checks = [{ id: "sent" }, { id: "ready", startsTrue: "it is up" }];

test("when every row has its cases, then nothing is missing", () => {
  const rows = { sent: { without: [deed], otherwise: [deed] }, ready: { without: [deed], otherwise: [] } };
  expect(incompleteRows(checks, rows)).toEqual([]);
  expect(listCases("01-x", rows).map(({ row, kind, index }) => [row, kind, index])).toEqual([
    ["sent", "without", 0],
    ["sent", "otherwise", 0],
    ["ready", "without", 0],
  ]);
  expect(findDeed(rows, { row: "sent", kind: "otherwise", index: 0 })).toBe(deed);
  expect(() => findDeed(rows, { row: "sent", kind: "otherwise", index: 1 })).toThrow("no case");
});

test("when a row has no case, or a case no row, then both are named", () => {
  expect(incompleteRows(checks, { gone: { without: [], otherwise: [] } })).toEqual([
    "sent has no case without its act",
    "sent has no case of another right way",
    "ready has no case",
    "gone is no row of the lesson",
  ]);
});

test("when a row says whose turn it is, then it is the open task", () => {
  const row = { en: "your turn: a key of your own", fr: "à vous de jouer\u00a0: votre clé" };
  expect(
    openTask([
      { id: "sent", row: "sent" },
      { id: "own", row },
    ]),
  ).toBe("own");
  expect(openTask([{ id: "sent", row: "sent" }])).toBeUndefined();
});

test.each(listLessons("en"))(
  "when the rows of $name are looked up, then each has its cases",
  async (lesson) => {
    const rows = await loadRowCases(lesson.name);
    if (!rows)
      return console.log(
        `${lesson.name} has no cases of its rows yet: tests/workshop/rows/${lesson.name}.ts`,
      );
    const { checks } = await loadLesson(lesson);
    expect(incompleteRows(checks, rows)).toEqual([]);
    expect(openTask(checks), "a row of the open task, which begins with 'your turn:'").toBeDefined();
  },
);
