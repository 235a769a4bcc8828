import { readFileSync } from "node:fs";

/** The group of processes that a terminal's keys go to, by its shell; undefined without /proc, as on a Mac. */
export function foregroundGroupOf(pid: number): number | undefined {
  try {
    return parseForegroundGroup(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** Field 8 of `/proc/PID/stat`; the name before it, in parentheses, may hold spaces and parentheses itself. */
export function parseForegroundGroup(stat: string): number | undefined {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const group = Number(afterName[8 - 3]);
  // 1 would be everything that we may signal.
  return Number.isInteger(group) && group > 1 ? group : undefined;
}
