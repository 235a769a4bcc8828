import { readFileSync, readlinkSync } from "node:fs";

/** Distinguishes a process from a later one with the same id; each part is missing where the system does not report it. */
export interface ProcessIdentity {
  /** The machine's id, which stays the same when it restarts. */
  readonly machine?: string | undefined;
  /** The id of the current boot. */
  readonly boot?: string | undefined;
  /** The PID namespace: a container has process ids of its own. */
  readonly namespace?: string | undefined;
  /** When the process started, in ticks since the boot. */
  readonly startTicks?: number | undefined;
}

/** Linux reports process times in hundredths of a second, whatever its internal clock rate is. */
const TICKS_PER_SECOND = 100;

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  return {
    machine: orNothing(() => readFileSync("/etc/machine-id", "utf8").trim()) || undefined,
    boot: orNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) || undefined,
    namespace: orNothing(() => readlinkSync("/proc/self/ns/pid")),
    startTicks: startTicksOf(process.pid),
  };
}

/**
 * When a process started: field 22 of `/proc/PID/stat`. The name before it, in parentheses, may hold spaces and
 * parentheses itself. Undefined when /proc is missing or not readable.
 */
export function startTicksOf(pid: number): number | undefined {
  return orNothing(() => parseStartTicks(readFileSync(`/proc/${pid}/stat`, "utf8")));
}

export function parseStartTicks(stat: string): number | undefined {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(afterName[22 - 3]);
  return Number.isFinite(ticks) ? ticks : undefined;
}

/** The start time in milliseconds since the epoch, accurate to a second or two. */
export function startTimeMs(pid: number): number | undefined {
  const ticks = startTicksOf(pid);
  const bootSeconds = orNothing(() => /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
  if (ticks === undefined || bootSeconds === undefined) return undefined;
  return (Number(bootSeconds) + ticks / TICKS_PER_SECOND) * 1000;
}

/** Whether a process with this id exists; one of another user exists too, although we may not signal it. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
