import { expect, test } from "vitest";
import type { GroupEvent } from "../authoring/group-history.ts";
import type { StoredMessage } from "../authoring/lesson.ts";
import { missedMessages } from "./missed-messages.ts";

const join = (timeMs: number): GroupEvent => ({ kind: "members", timeMs, clients: ["late"] });
const leave = (timeMs: number): GroupEvent => ({ kind: "members", timeMs, clients: [] });
const commit = (timeMs: number, partition: number, offset: number): GroupEvent => ({
  kind: "committed",
  timeMs,
  partition,
  offset,
});

// Three messages in each partition; then the group begins at 100, and leaves at 200.
const old = [0, 1, 2].flatMap((partition) => [0, 1, 2].map((offset) => message(partition, offset, 10)));
const late = message(2, 3, 120);
const meanwhile = [message(0, 3, 250), message(1, 3, 251), message(2, 4, 252)];
const sent = [...old, late, ...meanwhile];
const first = [join(100), commit(130, 2, 4), leave(200)];

test("when a group with latest comes back, then what was sent meanwhile where it had read nothing is missed", () => {
  const missed = missedMessages([...first, join(300), commit(310, 2, 5)], sent);
  expect(missed).toEqual([meanwhile[0], meanwhile[1]]);
});

test("when such a message is read later on in its partition, then it was still missed", () => {
  const events = [...first, join(300), commit(310, 2, 5), commit(320, 0, 6)];
  expect(missedMessages(events, sent)).toContain(meanwhile[0]);
});

test.each([
  ["it has not come back", [...first], sent],
  ["it has come back and read nothing", [...first, join(300)], sent],
  ["nothing was sent while it was away", [...first, join(300), commit(310, 2, 5)], [...old, late]],
  [
    "it began with earliest",
    [join(100), commit(110, 2, 1), commit(130, 2, 4), leave(200), join(300), commit(310, 2, 5)],
    sent,
  ],
  [
    "it had committed in every partition",
    [
      join(100),
      commit(130, 2, 4),
      commit(131, 0, 3),
      commit(132, 1, 3),
      leave(200),
      join(300),
      commit(310, 0, 4),
    ],
    sent,
  ],
  ["its offsets were set by hand", [commit(130, 0, 3), commit(130, 1, 3), commit(130, 2, 4)], sent],
] as [string, GroupEvent[], StoredMessage[]][])("when %s, then nothing is missed", (_, events, messages) => {
  expect(missedMessages(events, messages)).toEqual([]);
});

function message(partition: number, offset: number, timestamp: number): StoredMessage {
  return { partition, offset, timestamp, key: null, value: `${partition} @${offset}`, headers: {} };
}
