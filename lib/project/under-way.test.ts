import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { useLanguage } from "../../workshop/authoring/language.ts";
import { processId } from "../terminal/processes-alive.ts";
import {
  awaitOrphans,
  begin,
  beginOperation,
  interruptedWork,
  readNote,
  refuseIfBusy,
  workUnderWay,
} from "./under-way.ts";

let dir: string;
const command = "./lab learn 5";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "under-way-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

/** The note of another process. */
function note(id: { pid: number; started: string }) {
  mkdirSync(join(dir, ".lab/under-way"), { recursive: true });
  writeFileSync(join(dir, ".lab/under-way/workshop.json"), JSON.stringify({ command, ...id }));
}

test("when a command has come to its end, then nothing is left of its note", () => {
  const done = begin("workshop", { command }, dir);
  expect(readNote("workshop", dir)).toMatchObject({ command, pid: process.pid });
  expect(interruptedWork(dir)).toEqual([]);
  done();
  expect(readNote("workshop", dir)).toBeUndefined();
});

test("when another command is at work, then it is named; when its process is no more, then it was interrupted", async () => {
  const other = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
  onTestFinished(() => void other.kill());
  await once(other, "spawn");
  note(processId(other.pid));
  expect(() => refuseIfBusy({ projectDir: dir })).toThrow(
    `${command} is at work on this lab (process ${other.pid})`,
  );
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(() => refuseIfBusy({ projectDir: dir })).not.toThrow();
  expect(interruptedWork(dir)).toMatchObject([{ name: "workshop", note: { command } }]);
});

test("when something is at work, then everybody can see what, and since when; of another stack only who asks for all", () => {
  expect(workUnderWay({ projectDir: dir })).toBeUndefined();
  begin("dev-service-a", { command: "./lab dev service-a" }, dir);
  expect(workUnderWay({ projectDir: dir })).toBeUndefined();
  const done = beginOperation("dev", "./lab up --stack dev", dir);
  const work = workUnderWay({ projectDir: dir });
  expect(work).toMatchObject({ command: "./lab up --stack dev", pid: process.pid });
  expect(Math.abs(Date.now() - (work?.sinceMs ?? 0))).toBeLessThan(60_000);
  expect(workUnderWay({ projectDir: dir, stack: "other" })).toBeUndefined();
  done();
  expect(workUnderWay({ projectDir: dir })).toBeUndefined();
});

test("when a killed command has left something at work, then the next one waits for its end", async () => {
  const killed = spawn("true");
  await once(killed, "exit");
  const orphan = spawn("sleep", ["600"]);
  onTestFinished(() => void orphan.kill());
  const note = { command: "./lab destroy", ...processId(orphan.pid), within: killed.pid };
  mkdirSync(join(dir, ".lab/under-way"), { recursive: true });
  writeFileSync(join(dir, ".lab/under-way/destroy-local.json"), JSON.stringify(note));
  let isOver = false;
  const waited = awaitOrphans({ projectDir: dir }).then(() => isOver);
  setTimeout(() => {
    isOver = true;
    orphan.kill();
  }, 300);
  expect(await waited).toBe(true);
  expect(() => refuseIfBusy({ projectDir: dir })).not.toThrow();
});

test("when a later process has the number of the one in a note, then it is not taken for it", () => {
  note({ pid: 1, started: "0" });
  expect(() => refuseIfBusy({ projectDir: dir })).not.toThrow();
  expect(interruptedWork(dir)).toHaveLength(1);
});

test("when a note is cut off, then it says nothing", () => {
  mkdirSync(join(dir, ".lab/under-way"), { recursive: true });
  writeFileSync(join(dir, ".lab/under-way/workshop.json"), '{"command": "./la');
  expect(interruptedWork(dir)).toEqual([]);
  expect(() => refuseIfBusy({ projectDir: dir })).not.toThrow();
});

test("when a language was asked for once, then it stays, whatever the system's is, until another one is", () => {
  const french = { env: { LANG: "fr_FR.UTF-8" }, projectDir: dir };
  const english = { env: { LANG: "C" }, projectDir: dir };
  expect(useLanguage(undefined, french)).toBe("fr");
  expect(useLanguage(undefined, english)).toBe("en");
  expect(useLanguage("fr", english)).toBe("fr");
  expect(useLanguage(undefined, english)).toBe("fr");
  expect(useLanguage("en", french)).toBe("en");
  expect(useLanguage(undefined, french)).toBe("en");
});
