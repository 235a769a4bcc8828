import { expect, test } from "vitest";
import { openCluster } from "../brokers/cluster.ts";
import { append, fakeKafka } from "../testing/fake-kafka.ts";
import { readPage } from "./read-page.ts";

function filled(count: number, low = 0) {
  const kafka = fakeKafka({ partitions: 2 });
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  const partition = kafka.topics.get("message-topic")?.[0];
  if (partition) partition.low = low;
  append(
    kafka,
    0,
    ...Array.from({ length: count }, (_, at) => ({ value: `v${low + at}`, timestampMs: (low + at) * 10 })),
  );
  const page = async (wanted: { from?: number; timestampMs?: number; count: number; partition?: number }) => {
    const { records, ...bounds } = await readPage(cluster, {
      topic: "message-topic",
      partition: 0,
      ...wanted,
    });
    return { ...bounds, offsets: records.map(({ offset }) => offset) };
  };
  return { kafka, page };
}

test("when a page is asked for, then it begins there, or at the first record that is left", async () => {
  const { page } = filled(120, 30);
  expect(await page({ from: 57, count: 3 })).toEqual({ low: 30, high: 150, offsets: [57, 58, 59] });
  expect((await page({ from: 0, count: 2 })).offsets).toEqual([30, 31]);
  expect((await page({ from: 149, count: 9 })).offsets).toEqual([149]);
  expect((await page({ from: 9_999, count: 9 })).offsets).toEqual([]);
  expect((await page({ from: 40, count: 100 })).offsets).toHaveLength(100);
});

test("when a time is asked for, then the page begins with the first record from then on", async () => {
  const { page } = filled(100);
  expect((await page({ timestampMs: 501, count: 2 })).offsets).toEqual([51, 52]);
  expect((await page({ timestampMs: 9_999, count: 2 })).offsets).toEqual([]);
});

test("when neither is asked for, then the newest come, without control records", async () => {
  const { kafka, page } = filled(30);
  append(kafka, 0, { isControl: true }, { value: "last" }, { isControl: true });
  expect((await page({ count: 3 })).offsets).toEqual([28, 29, 31]);
  expect(await page({ partition: 1, count: 3 })).toEqual({ low: 0, high: 0, offsets: [] });
});

test("when there is no such topic or partition, or no leader, then the answer says so", async () => {
  const { kafka, page } = filled(3);
  await expect(page({ count: 1, partition: 7 })).rejects.toMatchObject({ status: 404 });
  const [partition] = kafka.topics.get("message-topic") ?? [];
  if (partition) partition.leader = -1;
  await expect(page({ count: 1 })).rejects.toMatchObject({ status: 503 });
  kafka.topics.clear();
  await expect(page({ count: 1 })).rejects.toMatchObject({ status: 404 });
  kafka.silent.add(1);
  await expect(page({ count: 1 })).rejects.toMatchObject({ status: 503 });
});
