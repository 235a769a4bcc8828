import { readFileSync, readlinkSync } from "node:fs";

/** What tells one process from a later one of the same number; each part is missing where the system does not tell it. */
export interface ProcessIdentity {
  /** The id of the machine, which outlives its restarts. */
  readonly machine?: string | undefined;
  /** The id of the machine's run since it was last started. */
  readonly boot?: string | undefined;
  /** Where the process number counts: a container has numbers of its own. */
  readonly namespace?: string | undefined;
  /** When the process started, in ticks since the boot. */
  readonly startTicks?: number | undefined;
}

/** Linux counts the time of processes in hundredths of a second, whatever its clock does. */
const TICKS_A_SECOND = 100;

/** What this process is. */
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
 * parentheses itself. Undefined where there is no /proc, or nobody may look.
 */
export function startTicksOf(pid: number): number | undefined {
  return orNothing(() => parseStartTicks(readFileSync(`/proc/${pid}/stat`, "utf8")));
}

export function parseStartTicks(stat: string): number | undefined {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(afterName[22 - 3]);
  return Number.isFinite(ticks) ? ticks : undefined;
}

/** The same as a time of the clock, within a second or two. */
export function startTimeMs(pid: number): number | undefined {
  const ticks = startTicksOf(pid);
  const bootSeconds = orNothing(() => /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
  if (ticks === undefined || bootSeconds === undefined) return undefined;
  return (Number(bootSeconds) + ticks / TICKS_A_SECOND) * 1000;
}

/** Whether a process of this number runs; one that belongs to somebody else may not be signalled, and exists. */
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
