import { expect, test } from "vitest";
import { readFetched } from "./fetch-records.ts";
import type { FetchedMessage, FetchedPartition } from "./protocol.ts";

const message = (offset: number, more: Partial<FetchedMessage> = {}): FetchedMessage => ({
  offset: String(offset),
  timestamp: "5",
  key: null,
  value: Buffer.from(`v${offset}`),
  headers: {},
  isControlRecord: false,
  batchContext: { firstOffset: String(offset), lastOffsetDelta: 0 },
  ...more,
});

const answered = (messages: FetchedMessage[], more: Partial<FetchedPartition> = {}): FetchedPartition => ({
  partition: 0,
  errorCode: 0,
  highWatermark: "20",
  lastStableOffset: "20",
  lastStartOffset: "0",
  abortedTransactions: [],
  messages,
  ...more,
});

const offsets = (fetched: { readonly records: readonly { readonly offset: number }[] }) =>
  fetched.records.map(({ offset }) => offset);

test("when a batch begins before the wanted offset, then its first records are left out", () => {
  const fetched = readFetched("t", 2, answered([0, 1, 2, 3].map((offset) => message(offset))));
  expect(offsets(fetched)).toEqual([2, 3]);
  expect(fetched).toMatchObject({ next: 4, end: 20, low: 0, records: [{ timestampMs: 5 }, {}] });
});

test("when there are control records and tombstones, then only the tombstones are records", () => {
  const fetched = readFetched(
    "t",
    0,
    answered([message(0, { value: null }), message(1, { isControlRecord: true })]),
  );
  expect(offsets(fetched)).toEqual([0]);
  expect(fetched.records[0]?.value).toBeNull();
  expect(fetched.next).toBe(2);
});

test("when compaction has taken the last records of a batch, then it is read on behind the batch", () => {
  const batchContext = { firstOffset: "4", lastOffsetDelta: 5 };
  expect(readFetched("t", 4, answered([message(6, { batchContext })])).next).toBe(10);
});

test("when nothing came, then it is read on where it was", () => {
  expect(readFetched("t", 7, answered([]))).toMatchObject({ records: [], next: 7 });
});

test("when a transaction was aborted, then its records are left out", () => {
  const inTransaction = (offset: number) => {
    const batchContext = {
      firstOffset: String(offset),
      lastOffsetDelta: 0,
      producerId: "9",
      inTransaction: true,
    };
    return message(offset, { batchContext });
  };
  const abort = message(2, { key: Buffer.from([0, 0, 0, 0]), isControlRecord: true });
  const marker = { ...abort, batchContext: { ...abort.batchContext, producerId: "9" } as never };
  const abortedTransactions = [{ producerId: "9", firstOffset: "0" }];
  const messages = [inTransaction(0), inTransaction(1), marker, message(3)];
  expect(offsets(readFetched("t", 0, answered(messages, { abortedTransactions })))).toEqual([3]);
});
