import { expect, test } from "vitest";
import type { KafkaState } from "../../../contract/kafka.ts";
import { newsOf, seenOf } from "./news.ts";

interface Small {
  readonly high: number;
  /** How many records were read; all by default. */
  readonly read?: number;
  readonly committed?: number;
  readonly owner?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly reach?: KafkaState["reach"];
}

function state({ high, read = high, committed, owner, headers = [], reach = "up" }: Small): KafkaState {
  const latest = Array.from({ length: read }, (_, offset) => ({
    offset,
    key: null,
    value: "",
    headers,
    timestampMs: 0,
  }));
  return {
    reach,
    reason: undefined,
    mode: "kraft",
    brokers: [],
    zookeepers: [],
    nodes: [],
    controllers: [],
    phase: undefined,
    services: [],
    topics: [
      {
        name: "t",
        internal: false,
        partitions: [{ partition: 0, leader: 1, replicas: [1], isr: [1], low: 0, high, latest }],
      },
    ],
    groups: [
      {
        name: "g",
        state: "Stable",
        members: owner === undefined ? [] : [{ clientId: owner, partitions: [["t", 0]] }],
        positions: [{ topic: "t", partition: 0, committed, lag: undefined }],
      },
    ],
  };
}

const shown = new Set([0]);
const news = (before: Small | undefined, after: Small, of = shown) =>
  newsOf(before && seenOf(undefined, state(before), "t", of), state(after), "t", of);

test("when a record is new, then it has arrived, from service-a if it has its header", () => {
  const headers = [["x-request-id", "1"]] as const;
  expect(news({ high: 1 }, { high: 2, headers })).toEqual([
    { kind: "arrived", partition: 0, offset: 1, from: "service-a" },
  ]);
  expect(news({ high: 1 }, { high: 2 })[0]).toMatchObject({ from: undefined });
});

test("when the end of a log is known before its record, then the record arrives once it is there", () => {
  for (const high of [0, 1]) {
    const first = seenOf(undefined, state({ high }), "t", shown);
    const between = { high: high + 1, read: high };
    expect(newsOf(first, state(between), "t", shown)).toEqual([]);
    const second = seenOf(first, state(between), "t", shown);
    expect(newsOf(second, state({ high: high + 1 }), "t", shown)).toMatchObject([
      { kind: "arrived", offset: high },
    ]);
  }
});

test("when a partition comes into the window, then its records were there before", () => {
  expect(news({ high: 5, read: 0 }, { high: 5 })).toEqual([]);
});

test("when a group's position passes a record, then its reader has read it", () => {
  expect(news({ high: 3, committed: 1 }, { high: 3, committed: 2, owner: "service-b-2" })).toEqual([
    { kind: "read", partition: 0, offset: 1, to: "service-b-2" },
  ]);
});

test("when service-b commits for the first time, then it has read the record before; others may only begin there", () => {
  expect(news({ high: 3 }, { high: 3, committed: 2, owner: "service-b" })).toEqual([
    { kind: "read", partition: 0, offset: 1, to: "service-b" },
  ]);
  expect(news({ high: 3 }, { high: 3, committed: 3, owner: "console-consumer" })).toEqual([]);
});

test("when a group is moved back, or to a first position, then nobody has read anything", () => {
  expect(news({ high: 3, committed: 2 }, { high: 3, committed: 0 })).toEqual([]);
  expect(news({ high: 3 }, { high: 3, committed: 3 })).toEqual([]);
});

test("when it is the first look, or Kafka was away, then nothing moves", () => {
  expect(news(undefined, { high: 5 })).toEqual([]);
  expect(news({ high: 1, reach: "down" }, { high: 5 })).toEqual([]);
});

test("when a topic was made anew, or its partition is not shown, then nothing moves", () => {
  expect(news({ high: 5 }, { high: 2 })).toEqual([]);
  expect(news({ high: 1 }, { high: 2 }, new Set())).toEqual([]);
});

test("when many records come at once, then only the newest move", () => {
  const offsets = news({ high: 0 }, { high: 100 }).map(({ offset }) => offset);
  expect(offsets).toHaveLength(8);
  expect(offsets.at(-1)).toBe(99);
});
