import { expect, test } from "vitest";
import { openCluster } from "../brokers/cluster.ts";
import { append, type FakeRecord, fakeKafka } from "../testing/fake-kafka.ts";
import { hasText, searchRecords } from "./search.ts";
import { readPlaces } from "./search-place.ts";

function searchable(...logs: FakeRecord[][]) {
  const kafka = fakeKafka({ partitions: logs.length });
  for (const [partition, records] of logs.entries()) append(kafka, partition, ...records);
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  const search = (
    text: string,
    more: { next?: string | undefined; partition?: number } = {},
    budgetMs = 60_000,
  ) =>
    searchRecords(cluster, { topic: "message-topic", text, ...more }, new AbortController().signal, budgetMs);
  return { kafka, cluster, search };
}

const many = (count: number, value: (at: number) => string): FakeRecord[] =>
  Array.from({ length: count }, (_, at) => ({ value: value(at), timestampMs: at }));

test("when records have the text anywhere, in any case, then they come from all partitions, newest first", async () => {
  const { search } = searchable(
    [{ value: "Écrit", timestampMs: 1 }, { value: "no" }, { key: "ÉCRIT", timestampMs: 5 }],
    [{ headers: { trace: "écrit-1" }, timestampMs: 3 }],
  );
  const { found, ...progress } = await search("écrit");
  expect(found.map(({ partition, offset }) => [partition, offset])).toEqual([
    [0, 2],
    [1, 0],
    [0, 0],
  ]);
  expect(progress).toEqual({ looked: 4, of: 4, isWhole: true, next: undefined });
  expect((await search("écrit", { partition: 1 })).found).toHaveLength(1);
  expect((await search("nothing")).isWhole).toBe(true);
});

test("when the time is up, then it goes on where it ended, and finds each record once", async () => {
  const { search } = searchable(
    many(3_000, (at) => `${at}`),
    many(700, (at) => `${at}`),
  );
  const offsets: string[] = [];
  let looked = 0;
  let next: string | undefined;
  do {
    const answer = await search("99", { next }, 1);
    expect(answer.looked).toBeGreaterThanOrEqual(looked);
    ({ looked, next } = answer);
    offsets.push(...answer.found.map(({ partition, offset }) => `${partition}-${offset}`));
  } while (next !== undefined);
  const wanted = [3_000, 700].flatMap((count, partition) =>
    Array.from({ length: count }, (_, at) => at)
      .filter((at) => `${at}`.includes("99"))
      .map((at) => `${partition}-${at}`),
  );
  expect(looked).toBe(3_700);
  expect(offsets.toSorted()).toEqual(wanted.toSorted());
});

test("when very many have the text, then the newest hundred come first, and the others after them", async () => {
  const { search } = searchable(many(450, () => "x"));
  const first = await search("x");
  expect(first.found.map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, at) => 449 - at));
  expect(first).toMatchObject({ looked: 100, of: 450, isWhole: false });
  const second = await search("x", { next: first.next });
  expect(second.found[0]?.offset).toBe(349);
});

test("when nobody waits any more, then it stops", async () => {
  const { cluster } = searchable(many(450, () => "x"));
  const wanted = { topic: "message-topic", text: "y" };
  expect(await searchRecords(cluster, wanted, AbortSignal.abort())).toMatchObject({
    looked: 0,
    isWhole: false,
  });
});

test("when the topic was made anew, or the place is none, then it cannot go on", async () => {
  const { kafka, search } = searchable(many(450, () => "x"));
  const { next } = await search("x");
  kafka.topics.set("message-topic", [{ leader: 1, low: 0, records: [] }]);
  await expect(search("x", { next })).rejects.toMatchObject({ status: 400 });
  for (const text of ["", "%", "W10x", Buffer.from("[[1,2]]").toString("base64url")])
    expect(() => readPlaces(text)).toThrow();
});

test("when a header has two values, then both are looked at", () => {
  const record = { offset: 0, key: null, value: null, timestampMs: 0 };
  expect(hasText({ ...record, headers: { a: [Buffer.from("one"), Buffer.from("two")] } }, "two")).toBe(true);
  expect(hasText({ ...record, headers: { trace: null } }, "trace")).toBe(true);
  expect(hasText({ ...record, headers: {} }, "")).toBe(true);
});
