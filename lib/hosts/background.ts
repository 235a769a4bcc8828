import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const endMs = 10_000;

/** A program that outlives the command; its number is in a file, and its folder in its command line. */
export interface Background {
  readonly pidFile: string;
  readonly logFile: string;
  /** A text of its command line that no other program has. */
  readonly mark: string;
}

/** Starts it, unless it runs. Returns a function that says whether it still does. */
export function startBackground(what: Background, program: string, args: readonly string[]): () => boolean {
  const running = pidOf(what);
  if (running !== undefined) return () => isAlive(running);
  const log = openSync(what.logFile, "a");
  const child = spawn(program, args, { detached: true, stdio: ["ignore", log, log], cwd: "/" });
  closeSync(log);
  let ended = false;
  child.on("error", () => {
    ended = true;
  });
  child.on("exit", () => {
    ended = true;
  });
  if (child.pid !== undefined) writeFileSync(what.pidFile, String(child.pid));
  child.unref();
  return () => !ended;
}

/** Ends it at once; a number that meanwhile belongs to something else is left alone. */
export async function endBackground(what: Background) {
  const pid = pidOf(what);
  if (pid !== undefined) {
    process.kill(pid, "SIGKILL");
    const deadline = Date.now() + endMs;
    while (isAlive(pid) && Date.now() < deadline) await delay(50);
  }
  rmSync(what.pidFile, { force: true });
}

/** Its number, if it runs. */
export function pidOf({ pidFile, mark }: Background): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, "utf8"));
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(mark) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number) {
  return existsSync(`/proc/${pid}/exe`) && !isZombie(pid);
}

function isZombie(pid: number) {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/\(.*\)/, ""));
  } catch {
    return true;
  }
}
