import { expect, test } from "vitest";
import type { Fetched } from "../brokers/fetch-records.ts";
import { createTails } from "./tails.ts";

const partition = { topic: "t", partition: 0 };
const bounds = (low: number, high: number) => new Map([["t-0", { low, high }]]);
const record = (offset: number) => ({
  offset,
  key: null,
  value: Buffer.from(`v${offset}`),
  headers: {},
  timestampMs: 1,
});

function fetched(offsets: readonly number[], more: Partial<Fetched> = {}): Fetched {
  const next = (offsets.at(-1) ?? 0) + 1;
  const from = offsets[0] ?? more.next ?? 0;
  return { ...partition, from, errorCode: 0, records: offsets.map(record), next, end: next, low: 0, ...more };
}

function shownTails(cells: number, low: number, high: number) {
  const tails = createTails();
  tails.show({ partitions: [partition], cells }, bounds(low, high));
  const offsets = () => tails.cellsOf(partition).map(({ offset }) => offset);
  const toRead = () => tails.toRead([partition])[0]?.offset;
  return { tails, offsets, toRead };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

test("when a partition is shown, then it is read from a little before its last records, and no more are kept", () => {
  const { tails, offsets, toRead } = shownTails(5, 0, 100);
  expect(toRead()).toBe(90);
  expect(tails.take([fetched(range(90, 100))])).toBe(true);
  expect(offsets()).toEqual([95, 96, 97, 98, 99]);
  expect(toRead()).toBe(100);
  expect(tails.take([fetched([100])])).toBe(true);
  expect(offsets()).toEqual([96, 97, 98, 99, 100]);
  expect(tails.take([fetched([], { next: 101, end: 101 })])).toBe(false);
});

test("when the bounds were read before newer records came, then these stay", () => {
  const { tails, offsets, toRead } = shownTails(5, 0, 0);
  tails.take([fetched([0, 1])]);
  tails.show({ partitions: [partition], cells: 5 }, bounds(0, 1));
  expect([offsets(), toRead()]).toEqual([[0, 1], 2]);
});

test("when a producer is faster than anybody reads, then what comes between is passed over", () => {
  const { tails, offsets, toRead } = shownTails(5, 0, 0);
  tails.take([fetched(range(0, 10), { end: 100_000 })]);
  expect([offsets(), toRead()]).toEqual([[], 99_995]);
});

test("when the topic was made anew, then it begins anew as soon as its bounds are known", () => {
  for (const errorCode of [1, 3]) {
    const { tails, offsets, toRead } = shownTails(5, 0, 3);
    tails.take([fetched([0, 1, 2])]);
    expect(tails.take([fetched([], { from: 3, errorCode })])).toBe(true);
    expect([offsets(), toRead()]).toEqual([[], undefined]);
    tails.show({ partitions: [partition], cells: 5 }, bounds(0, 1));
    expect(toRead()).toBe(0);
  }
});

test("when a broker does not lead any more, then it is left alone until somebody has looked who does", () => {
  const { tails, offsets, toRead } = shownTails(5, 0, 1);
  tails.take([fetched([0])]);
  expect(tails.take([fetched([], { from: 1, errorCode: 6 })])).toBe(false);
  expect([offsets(), toRead()]).toEqual([[0], undefined]);
  tails.show({ partitions: [partition], cells: 5 }, new Map());
  expect(toRead()).toBe(1);
});

test("when the first records are deleted, then they are shown no more", () => {
  const { tails, offsets, toRead } = shownTails(5, 0, 3);
  tails.take([fetched([0, 1, 2])]);
  tails.show({ partitions: [partition], cells: 5 }, bounds(2, 3));
  expect(offsets()).toEqual([2]);
  tails.show({ partitions: [partition], cells: 5 }, bounds(9, 9));
  expect([offsets(), toRead()]).toEqual([[], 9]);
});

test("when nothing comes although there is something, then it is read alone, and then passed over", () => {
  const other = { topic: "t", partition: 1 };
  const { tails } = shownTails(5, 0, 9);
  const both = new Map([...bounds(0, 9), ["t-1", { low: 0, high: 9 }] as const]);
  tails.show({ partitions: [partition, other], cells: 5 }, both);
  const empty = fetched([], { next: 0, end: 9 });
  expect(tails.toRead([partition, other])).toHaveLength(2);
  tails.take([empty]);
  expect(tails.toRead([partition, other])).toEqual([{ ...partition, offset: 0 }]);
  tails.take([empty]);
  expect(tails.toRead([partition, other])).toEqual([{ ...partition, offset: 1 }]);
  tails.take([fetched([1, 2], { end: 9 })]);
  expect(tails.toRead([partition, other])).toHaveLength(2);
});

test("when the page shows more, then older ones are read too; when it shows less or nothing, then that is dropped", () => {
  const { tails, offsets, toRead } = shownTails(2, 0, 9);
  tails.take([fetched(range(5, 9))]);
  expect(offsets()).toEqual([7, 8]);
  tails.show({ partitions: [partition], cells: 1 }, bounds(0, 9));
  expect(offsets()).toEqual([8]);
  tails.show({ partitions: [partition], cells: 4 }, bounds(0, 9));
  expect([offsets(), toRead()]).toEqual([[8], 1]);
  tails.take([fetched(range(1, 9))]);
  expect(offsets()).toEqual([5, 6, 7, 8]);
  tails.show({ partitions: [], cells: 4 }, bounds(0, 9));
  expect(tails.shown()).toEqual([]);
});

test("when an answer is about what was shown before, then it is passed over", () => {
  const { tails, offsets, toRead } = shownTails(5, 0, 3);
  tails.take([fetched([0, 1, 2])]);
  tails.clear();
  tails.show({ partitions: [partition], cells: 5 }, bounds(0, 3));
  expect(tails.take([fetched([], { next: 3, end: 3 })])).toBe(false);
  expect([offsets(), toRead()]).toEqual([[], 0]);
});
