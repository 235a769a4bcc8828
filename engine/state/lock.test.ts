import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ownIdentity, parseStartTicks } from "../../common/process-identity.ts";
import { acquireLock, isGone } from "./lock.ts";

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "lock-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

function holder(pid: number, host = hostname()) {
  return { pid, username: "someone", hostname: host, timestamp: new Date().toISOString() };
}

function leaveLock(directory: string, pid: number, host = hostname(), more = {}): void {
  writeFileSync(join(directory, "other.json"), JSON.stringify({ ...holder(pid, host), ...more }));
}

test("when the lock is held, then a second process is refused, and the error names the holder", () => {
  const directory = folder();
  const release = acquireLock(directory);
  expect(() => acquireLock(directory)).toThrow(
    new RegExp(`locked: process ${process.pid} of .* on ${hostname()}`),
  );
  release();
  acquireLock(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test("when the holder was a process of this machine that no longer exists, then its lock is removed", async () => {
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

test("when the lock's holder is alive and was never looked up before, then it keeps its lock", async () => {
  const directory = folder();
  const child = spawn("sleep", ["60"]);
  onTestFinished(() => void child.kill());
  leaveLock(directory, child.pid ?? 0);
  expect(() => acquireLock(directory)).toThrow(/locked/);
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(directory, "other.json"), later, later);
  expect(() => acquireLock(directory)).toThrow(/locked/);
});

test("when the holder's number was given to a later process, then its lock is removed", () => {
  const directory = folder();
  const other = { ...ownIdentity(), startTicks: 1 };
  leaveLock(directory, process.pid, hostname(), { process: other });
  acquireLock(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test("when the holder's number belongs to another container, then its lock is respected", () => {
  const directory = folder();
  leaveLock(directory, 4_000_000, hostname(), { process: { ...ownIdentity(), namespace: "pid:[1]" } });
  expect(() => acquireLock(directory)).toThrow(/locked/);
});

test("when a machine of the same name holds the lock, then it is respected", () => {
  const directory = folder();
  const elsewhere = { ...ownIdentity(), machine: "another", boot: "another" };
  leaveLock(directory, 4_000_000, hostname(), { process: elsewhere });
  expect(() => acquireLock(directory)).toThrow(/locked/);
});

test("when the machine was restarted since, then the lock is removed", () => {
  const before = { machine: "this", boot: "before" };
  const lock = { ...holder(process.pid), process: before };
  expect(isGone(lock, Date.now(), { ...before, boot: "now" })).toBe(true);
});

test("when a process has blanks and parentheses in its name, then its start is still field 22", () => {
  const rest = Array.from({ length: 30 }, (_, index) => index + 4).join(" ");
  expect(parseStartTicks(`42 (a) b (c)) S ${rest}`)).toBe(22);
});

test("when the folder of the locks cannot be written, then one line says so", () => {
  const file = join(folder(), "file");
  writeFileSync(file, "");
  expect(() => acquireLock(join(file, "locks"))).toThrow(/locks could not be written.*not a folder/);
});
