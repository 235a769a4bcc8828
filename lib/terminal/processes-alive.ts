import { readFileSync } from "node:fs";

/** What tells a process from a later one of the same number, as a note of it holds. */
type ProcessId = { pid: number; started: string };

/** Of this process, or of the one with that number. */
export function processId(pid = process.pid): ProcessId {
  return { pid, started: startOf(pid) };
}

/** Whether the process of a note still runs. */
export function isAlive({ pid, started }: ProcessId) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return started === startOf(pid);
}

/** Field 22 of /proc/PID/stat, in ticks since the machine started; empty where there is no such file. */
function startOf(pid: number) {
  try {
    // The second field, the program's name, may hold spaces and parentheses.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
