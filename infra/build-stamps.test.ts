import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { beginRecord, isUpToDate, recordFiles } from "./build-stamps.ts";

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), "build-stamps-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

/** The clock of a file system has ticks of some milliseconds: the times of two files of one tick are equal. */
function saveInALaterTick(file: string, text: string, earlier: string): void {
  do writeFileSync(file, text);
  while (statSync(file, { bigint: true }).ctimeNs <= statSync(earlier, { bigint: true }).ctimeNs);
}

test("when no source is saved during a build, then the build is up to date until the next save", () => {
  const root = folder();
  const [record, source, older] = [join(root, "record"), join(root, "main.ts"), join(root, "older")];
  writeFileSync(source, "one");
  saveInALaterTick(older, "", source);
  const begun = beginRecord(record);
  recordFiles(record, root, { sources: ["main.ts"], made: [], begun });
  expect(isUpToDate(record, root)).toBe(true);
  saveInALaterTick(source, "two", record);
  expect(isUpToDate(record, root)).toBe(false);
});

test("when a source is saved after it was read and before it is recorded, then the next run builds again", () => {
  const root = folder();
  const [record, source, older] = [join(root, "record"), join(root, "main.ts"), join(root, "older")];
  writeFileSync(source, "one");
  saveInALaterTick(older, "", source);
  const begun = beginRecord(record);
  expect(readFileSync(source, "utf8")).toBe("one");
  writeFileSync(source, "two");
  recordFiles(record, root, { sources: ["main.ts"], made: [], begun });
  expect(isUpToDate(record, root)).toBe(false);
});
