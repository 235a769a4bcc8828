import { commitsIn, type GroupEvent } from "../authoring/group-history.ts";
import type { StoredMessage } from "../authoring/lesson.ts";

/**
 * The messages that a group with `latest` has skipped without a word: sent while it had no member, into a partition where
 * it had committed nothing. It did start with `latest` if its first commit in some partition lies behind all that was
 * sent there before it began.
 */
export function missedMessages(history: readonly GroupEvent[], messages: readonly StoredMessage[]) {
  const began = history.findIndex((event) => event.kind === "members" && event.clients.length > 0);
  const beganMs = history[began]?.timeMs ?? Number.POSITIVE_INFINITY;
  const partitions = [...new Set(messages.map(({ partition }) => partition))];
  const skipsOld = partitions.some((partition) => {
    const before = messages.filter((each) => each.partition === partition && each.timestamp < beganMs);
    const first = commitsIn(history, partition)[0]?.offset ?? 0;
    return before.length > 0 && before.every(({ offset }) => offset + 1 < first);
  });
  if (!skipsOld) return [];
  return absencesOf(history).flatMap(({ from, to, fromMs, toMs }) => {
    const readOn = history.slice(to).some((event) => event.kind === "committed");
    const sent = messages.filter(({ timestamp }) => fromMs < timestamp && timestamp < toMs);
    return readOn ? sent.filter((message) => isSkipped(history, message, from)) : [];
  });
}

/** Whether the group had committed nothing there when it left, and never came past the message step by step. */
function isSkipped(history: readonly GroupEvent[], { partition, offset }: StoredMessage, left: number) {
  const commits = commitsIn(history, partition);
  const first = commits[0];
  return first === undefined || (first.at > left && first.offset > offset + 1);
}

/** From each time when the last member had left, to the next member. */
function absencesOf(history: readonly GroupEvent[]) {
  const absences = [];
  let left: number | undefined;
  for (const [at, event] of history.entries()) {
    if (event.kind !== "members") continue;
    if (event.clients.length === 0) left ??= at;
    else if (left !== undefined) {
      absences.push({ from: left, to: at, fromMs: history[left]?.timeMs ?? 0, toMs: event.timeMs });
      left = undefined;
    }
  }
  return absences;
}
