import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { learnerReport } from "./learner-report.ts";
import { openRecord } from "./lesson-record.ts";
import { listLessons } from "./lessons.ts";
import { Progress } from "./progress.ts";
import { reportPage } from "./report-page.ts";

let dir: string;
const now = new Date("2026-03-01T12:00:00Z");

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "report-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

/** A learner who has done the first lesson in 1200 s, been shown the second, and begun the third. */
function learn() {
  const [first = "", second = "", third = ""] = listLessons("en").map(({ name }) => name);
  const progress = new Progress(join(dir, ".lab/progress.txt"));
  const record = openRecord(dir);
  progress.start(first);
  progress.finish(first);
  progress.solve(second);
  progress.start(third);
  mkdirSync(join(dir, ".lab/learn"), { recursive: true });
  const moved = first.replace(/^\d+-/, "");
  const times = { begun: "2026-03-01T10:00:00.000Z", done: "2026-03-01T10:20:00.000Z" };
  writeFileSync(join(dir, ".lab/learn/record.json"), JSON.stringify({ [moved]: times }));
  record.countHint(first);
  record.countCheck(first);
  record.predict(first, 1, "b", true);
  record.predict(first, 2, "a", false);
}

test("when a learner has come some way, then the report has it, in numbers", () => {
  learn();
  const { lessons, totals, made } = learnerReport("en", { projectDir: dir, now });
  expect(made).toBe("2026-03-01T12:00:00.000Z");
  expect(lessons.slice(0, 4).map(({ state }) => state)).toEqual(["done", "solved", "started", "not begun"]);
  expect(lessons[0]).toMatchObject({ seconds: 1200, hints: 1, checks: 1 });
  expect(lessons[0]?.predictions).toEqual([
    expect.objectContaining({ number: 1, letter: "b", right: true }),
    expect.objectContaining({ number: 2, letter: "a", right: false }),
  ]);
  expect(totals).toMatchObject({ done: 1, solved: 1, hints: 1, predictions: 2, right: 1, fixed: 0 });
});

test.each(["en", "fr"] as const)(
  "when it is written (%s), then it needs no other file, and names nobody",
  (lang) => {
    learn();
    const page = reportPage(learnerReport(lang, { projectDir: dir, now }), lang);
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/);
    expect(page).not.toMatch(/undefined|NaN|<strong>/);
  },
);

test("when a name is given, then it is there, and is only text", () => {
  const report = learnerReport("en", { projectDir: dir, now, name: "<b>A & B</b>" });
  expect(report.name).toBe("<b>A & B</b>");
  expect(reportPage(report, "en")).toContain("<strong>&lt;b&gt;A &amp; B&lt;/b&gt;</strong>");
  expect(learnerReport("en", { projectDir: dir, now })).not.toHaveProperty("name");
});
