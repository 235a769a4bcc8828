import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addNote, beginNotes, notesFile, notesOf } from "./drill-notes.ts";

const [first, second] = ["2026-01-02T10:00:00.000Z", "2026-01-02T11:00:00.000Z"];
const at = (time: string) => Date.parse(time);

test("when looks are noted, then each drill has its own, in order, with the time since it began", () => {
  const dir = openFolder();
  expect(notesOf(first, dir)).toEqual([]);
  beginNotes(first, "Every POST takes 15 s.", dir);
  addNote("docker ps:\n all run", first, dir, at("2026-01-02T10:00:09.400Z"));
  addNote("the log of kafka", first, dir, at("2026-01-02T10:01:05.000Z"));
  beginNotes(second, "Nobody can create a topic.", dir);
  expect(notesOf(first, dir)).toEqual(["0:09 docker ps: all run", "1:05 the log of kafka"]);
  expect(notesOf(second, dir)).toEqual([]);
});

test("when a look is written with an editor, then it counts", () => {
  const dir = openFolder();
  beginNotes(first, "Every POST takes 15 s.", dir);
  appendFileSync(join(dir, notesFile), "- docker ps -a\n* the trace\n");
  expect(notesOf(first, dir)).toEqual(["docker ps -a", "the trace"]);
});

function openFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "drill-notes-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}
