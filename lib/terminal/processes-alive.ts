import { processExists, startTicksOf } from "../../common/process-identity.ts";

/** What tells a process from a later one of the same number, as a note of it holds. */
type ProcessId = { pid: number; started: string };

/** Of this process, or of the one with that number. */
export function processId(pid = process.pid): ProcessId {
  return { pid, started: startOf(pid) };
}

/** Whether the process of a note still runs. */
export function isAlive({ pid, started }: ProcessId) {
  return processExists(pid) && started === startOf(pid);
}

/** In ticks since the machine started; empty where the system does not tell it. */
function startOf(pid: number) {
  return String(startTicksOf(pid) ?? "");
}
