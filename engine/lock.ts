import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { EngineError } from "./engine-error.ts";

interface Holder {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/**
 * Takes the local backend's lock on a stack and answers how to release it. The lock of a living process is never
 * taken over; that of a process of this machine which is no more is cleared away.
 * @throws EngineError naming the holder
 */
export function acquireLock(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  refuseIfHeld(folder, undefined);
  const own = join(folder, `${randomUUID()}.json`);
  const holder: Holder = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };
  writeFileSync(own, JSON.stringify(holder));
  const release = () => rmSync(own, { force: true });
  try {
    // Another may have written its lock between our look and our own: both look again, and both give way.
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
    if (holder !== undefined && holder.hostname === hostname() && !isAlive(holder, file)) {
      rmSync(file, { force: true });
      continue;
    }
    throw new EngineError(
      `The stack is locked: ${describe(holder)} is working on it. Wait until it is done; if that process is no more, remove ${file}.`,
    );
  }
}

/** A file that cannot be read yet is one that its holder is just writing. */
function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function describe(holder: Holder | undefined): string {
  if (holder === undefined) return "another process";
  return `process ${holder.pid} of ${holder.username} on ${holder.hostname} (since ${holder.timestamp})`;
}

/** A process of that number which started after the lock was written is another one. */
function isAlive(holder: Holder, file: string): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    const startedMs = statSync(`/proc/${holder.pid}`).ctimeMs;
    return startedMs <= statSync(file).mtimeMs;
  } catch {
    return true;
  }
}
