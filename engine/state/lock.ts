import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { EngineError } from "../../common/engine-error.ts";
import {
  ownIdentity,
  type ProcessIdentity,
  processExists,
  startTicksOf,
  startTimeMs,
} from "../../common/process-identity.ts";
import { userName } from "../../common/user.ts";
import { reportRefusal, writeWhole } from "../../common/write-whole.ts";

interface Holder {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
  /** The CLI's locks have none. */
  readonly process?: ProcessIdentity;
}

/** Clock times of the same moment differ by at most this much: the boot time is in whole seconds. */
const CLOCK_MARGIN_MS = 2000;

/**
 * Takes the local backend's lock on a stack and returns the function that releases it. The lock of a living process is
 * never taken over; that of a process of this machine that no longer exists is removed.
 * @throws EngineError naming the holder
 */
export function acquireLock(folder: string): () => void {
  reportRefusal(folder, () => mkdirSync(folder, { recursive: true }));
  refuseIfHeld(folder, undefined);
  const own = join(folder, `${randomUUID()}.json`);
  const holder: Holder = {
    pid: process.pid,
    username: userName(),
    hostname: hostname(),
    timestamp: new Date().toISOString(),
    process: ownIdentity(),
  };
  writeWhole(own, JSON.stringify(holder));
  const release = () => rmSync(own, { force: true });
  try {
    // Another process may have written its lock between our check and ours: both check again, and both give up.
    refuseIfHeld(folder, own);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function refuseIfHeld(folder: string, own: string | undefined): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (file === own || !name.endsWith(".json")) continue;
    const holder = readHolder(file);
    if (holder !== undefined && isGone(holder, writtenAtMs(holder, file))) {
      rmSync(file, { force: true });
      continue;
    }
    throw new EngineError(
      `The stack is locked: ${describe(holder)} is working on it. Wait until it is done; if that process no longer exists, remove ${file}.`,
    );
  }
}

/** Undefined if the file cannot be read, because its holder is still writing it. */
function readHolder(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8")) as Holder | null;
    return typeof holder?.pid === "number" ? holder : undefined;
  } catch {
    return undefined;
  }
}

function describe(holder: Holder | undefined): string {
  if (holder === undefined) return "another process";
  return `process ${holder.pid} of ${holder.username} on ${holder.hostname} (since ${holder.timestamp})`;
}

/** Whether the holder was a process of this machine that no longer exists. In doubt false, so that a living one keeps its lock. */
export function isGone(holder: Holder, writtenMs: number, own: ProcessIdentity = ownIdentity()): boolean {
  const lock = holder.process ?? {};
  if (holder.hostname !== hostname() || differ(lock.machine, own.machine)) return false;
  if (differ(lock.boot, own.boot)) return lock.machine !== undefined && lock.machine === own.machine;
  const bootIsKnown = lock.boot !== undefined && own.boot !== undefined;
  if (!bootIsKnown && writtenMs + CLOCK_MARGIN_MS < Date.now() - uptime() * 1000) return true;
  // A container on this machine may have the same host name, and has other process numbers.
  if (differ(lock.namespace, own.namespace)) return false;
  return !processExists(holder.pid) || isLaterProcess(holder.pid, lock.startTicks, writtenMs);
}

/** Whether the process with the holder's number is another one: it started at another time, or after the lock was written. */
function isLaterProcess(pid: number, startTicks: number | undefined, writtenMs: number): boolean {
  const ticks = startTicksOf(pid);
  if (ticks !== undefined && startTicks !== undefined) return ticks !== startTicks;
  const startedMs = startTimeMs(pid);
  return startedMs !== undefined && startedMs > writtenMs + CLOCK_MARGIN_MS;
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** The later of the times of the lock and of its file: a process that started before either may be the holder. */
function writtenAtMs({ timestamp }: Holder, file: string): number {
  const fileMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Math.max(fileMs, Date.parse(timestamp) || 0);
}
