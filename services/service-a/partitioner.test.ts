import fc from "fast-check";
import { expect, test } from "vitest";
import { createPartitioning } from "./partitioner.ts";

const led = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({ partitionId, leader: 1 }));
const choose = (message: object, partitions: { partitionId: number; leader: number }[]) =>
  createPartitioning("t").createPartitioner()({
    topic: "t",
    partitionMetadata: partitions as never,
    message: message as never,
  });

// From Kafka's own UtilsTest: the murmur2 hash of each key.
const hashes = {
  "21": -973932308,
  foobar: -790332482,
  "a-little-bit-long-string": -985981536,
  "a-little-bit-longer-string": -1486304829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
  abc: 479470107,
};

test("when a message has a key, then it goes where a Java client would send it", () => {
  for (const [key, hash] of Object.entries(hashes)) {
    for (const count of [1, 3, 7])
      expect(choose({ key, turn: 5 }, led(count))).toBe((hash & 0x7fffffff) % count);
  }
});

test("when a message has a key, then neither turn nor order of the partitions changes its partition", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.integer({ min: 1, max: 20 }), (key, turn, count) => {
      const partition = choose({ key, turn }, led(count));
      expect(choose({ key, turn: turn + 1 }, led(count).reverse())).toBe(partition);
      expect(partition).toBeLessThan(count);
    }),
  );
});

test("when messages have no key, then each turn takes the next partition", () => {
  expect([0, 1, 2, 3].map((turn) => choose({ key: null, turn }, led(3)))).toEqual([0, 1, 2, 0]);
});

test("when a partition has no leader, then messages without a key go elsewhere", () => {
  const partitions = led(3).map((entry) => (entry.partitionId === 1 ? { ...entry, leader: -1 } : entry));
  const chosen = [0, 1, 2, 3, 4, 5].map((turn) => choose({ key: null, turn }, partitions));
  expect(chosen).not.toContain(1);
  expect(new Set(chosen)).toEqual(new Set([0, 2]));
});

test("when a partition is chosen, then the record says which", () => {
  const record: { key: null; turn: number; partition?: number } = { key: null, turn: 2 };
  choose(record, led(3));
  expect(record.partition).toBe(2);
});
