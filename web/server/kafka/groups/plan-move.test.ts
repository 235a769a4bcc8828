import fc from "fast-check";
import { expect, test } from "vitest";
import type { GroupTarget } from "../../../contract/kafka-requests.ts";
import { type MoveFacts, moveCommand, planMove } from "./plan-move.ts";

function facts(
  to: GroupTarget,
  more: Partial<MoveFacts> & { state?: string; members?: number } = {},
): MoveFacts {
  const { state = "Empty", members = 0, ...others } = more;
  const member = { memberId: "m", clientId: "c", memberAssignment: Buffer.alloc(0) };
  return {
    group: {
      description: {
        errorCode: 0,
        groupId: "g",
        state,
        protocolType: "consumer",
        members: Array.from({ length: members }, () => member),
      },
      committed: [
        { topic: "t", partition: 0, offset: 7 },
        { topic: "other", partition: 1, offset: 3 },
      ],
    },
    topic: "t",
    to,
    partitions: [
      { topic: "t", partition: 0, low: 5, high: 10 },
      { topic: "t", partition: 1, low: 0, high: 4 },
    ],
    silent: [],
    atTime: new Map(),
    ...others,
  };
}

const places = (to: GroupTarget, more = {}) =>
  planMove(facts(to, more)).positions.map(({ partition, from, to: offset, note }) => [
    partition,
    from,
    offset,
    note?.en,
  ]);

test("when a group goes to the beginning or the end, then each partition has its own", () => {
  expect(places({ kind: "earliest" })).toEqual([
    [0, 7, 5, undefined],
    [1, undefined, 0, undefined],
  ]);
  expect(places({ kind: "latest" })).toEqual([
    [0, 7, 10, undefined],
    [1, undefined, 4, undefined],
  ]);
});

test("when it goes to an offset, then only that partition moves, and no further than there are records", () => {
  const to = (offset: number): GroupTarget => ({ kind: "offset", partition: 0, offset });
  expect(places(to(9))).toEqual([[0, 7, 9, undefined]]);
  expect(places(to(7))).toEqual([[0, 7, 7, "It is there already."]]);
  expect(places(to(1))).toEqual([[0, 7, 5, expect.stringContaining("deleted")]]);
  expect(places(to(99))).toEqual([[0, 7, 10, expect.stringContaining("the end")]]);
});

test("when it goes to a time after the last record, then to the end, and that is said", () => {
  const atTime = new Map([
    [0, 6],
    [1, -1],
  ]);
  expect(places({ kind: "time", timestampMs: 1 }, { atTime })).toEqual([
    [0, 7, 6, undefined],
    [1, undefined, 4, expect.stringContaining("the end")],
  ]);
});

test("when members are there, or no group, or no leader, then the plan says why it cannot be", () => {
  const obstacle = (more: Parameters<typeof facts>[1]) =>
    planMove(facts({ kind: "earliest" }, more)).obstacle?.en;
  expect(obstacle({})).toBeUndefined();
  expect(obstacle({ state: "Stable", members: 2 })).toContain("2 member(s)");
  expect(obstacle({ state: "PreparingRebalance" })).toContain("members");
  expect(obstacle({ state: "Dead" })).toContain("no group g");
  expect(obstacle({ silent: [1] })).toContain("t-1");
});

test("when any target is asked for, then the new position is within the partition", () => {
  const target: fc.Arbitrary<GroupTarget> = fc.oneof(
    fc.record({ kind: fc.constantFrom("earliest" as const, "latest" as const) }),
    fc.record({ kind: fc.constant("offset" as const), partition: fc.nat(2), offset: fc.nat(50) }),
    fc.record({ kind: fc.constant("time" as const), timestampMs: fc.nat() }),
  );
  fc.assert(
    fc.property(target, fc.nat(20), fc.nat(20), (to, low, length) => {
      const partitions = [{ topic: "t", partition: 0, low, high: low + length }];
      for (const { to: offset } of planMove(facts(to, { partitions })).positions) {
        expect(offset).toBeGreaterThanOrEqual(low);
        expect(offset).toBeLessThanOrEqual(low + length);
      }
    }),
  );
});

test("when the command is shown, then it is the one that does the same, for a shell", () => {
  const command = (to: GroupTarget, group = "g") => moveCommand("kafka", "kafka:29092", group, "t", to);
  expect(command({ kind: "earliest" })).toBe(
    "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group g --topic t --reset-offsets --to-earliest --execute",
  );
  expect(command({ kind: "latest" }, "it's; rm")).toContain(`--group 'it'\\''s; rm' --topic`);
  expect(command({ kind: "offset", partition: 2, offset: 5 })).toContain(
    "--topic t:2 --reset-offsets --to-offset 5",
  );
  expect(command({ kind: "time", timestampMs: 0 })).toContain(
    "--to-datetime 1970-01-01T00:00:00.000 --execute",
  );
});
