import { processExists, startTicksOf } from "../../common/process-identity.ts";

/** Identifies a process among later ones with the same id, as a note stores it. */
type ProcessId = { pid: number; started: string };

/** Of this process, or of the one with that number. */
export function processId(pid = process.pid): ProcessId {
  return { pid, started: startOf(pid) };
}

/** Whether the process of a note still runs. */
export function isAlive({ pid, started }: ProcessId) {
  return processExists(pid) && started === startOf(pid);
}

/** In ticks since the machine started; empty where the system does not say. */
function startOf(pid: number) {
  return String(startTicksOf(pid) ?? "");
}
