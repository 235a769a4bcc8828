import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { acquireLock } from "./lock.ts";

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "lock-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

function leaveLock(directory: string, pid: number, host = hostname()): void {
  const holder = { pid, username: "someone", hostname: host, timestamp: new Date().toISOString() };
  writeFileSync(join(directory, "other.json"), JSON.stringify(holder));
}

test("when the lock is held, then a second taker is refused and told by whom", () => {
  const directory = folder();
  const release = acquireLock(directory);
  expect(() => acquireLock(directory)).toThrow(
    new RegExp(`locked: process ${process.pid} of .* on ${hostname()}`),
  );
  release();
  acquireLock(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test("when the holder is a process of this machine that is no more, then its lock is cleared away", async () => {
  const directory = folder();
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("close", resolve));
  leaveLock(directory, child.pid ?? 0);
  acquireLock(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test("when the holder is on another machine, then its lock is respected", () => {
  const directory = folder();
  leaveLock(directory, 1, "elsewhere");
  expect(() => acquireLock(directory)).toThrow(/process 1 of someone on elsewhere/);
  expect(readdirSync(directory)).toEqual(["other.json"]);
});

test("when the lock file is still being written, then it counts as held", () => {
  const directory = folder();
  writeFileSync(join(directory, "half.json"), '{"pid":');
  expect(() => acquireLock(directory)).toThrow(/another process is working on it/);
});
