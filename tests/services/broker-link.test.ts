import { randomUUID } from "node:crypto";
import kafkajs from "kafkajs";
import { expect, inject, onTestFinished, test } from "vitest";
import { addCompressionCodecs, COMPRESSION_TYPES } from "../../services/kafka/compression.ts";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";
import { type BrokerLink, openLink } from "../../web/server/kafka/brokers/broker-link.ts";
import { openCluster } from "../../web/server/kafka/brokers/cluster.ts";
import { fetchRecords } from "../../web/server/kafka/brokers/fetch-records.ts";
import { readBounds } from "../../web/server/kafka/brokers/offsets.ts";
import { groupState, readGroup, readGroups } from "../../web/server/kafka/groups/read-groups.ts";
import { readPage } from "../../web/server/kafka/records/read-page.ts";
import { searchRecords } from "../../web/server/kafka/records/search.ts";
import { sendRecord } from "../../web/server/kafka/records/send-record.ts";
import { eventually } from "../support/eventually.ts";

// What `web/server/kafka/brokers` takes from the inside of kafkajs, and how a real broker answers it.

addCompressionCodecs();
stopNegativeTimers();

const address = () => {
  const [host = "", port = ""] = inject("bootstrapServers").split(":");
  return { host, port: Number(port) };
};

const kafka = () =>
  new kafkajs.Kafka({
    clientId: "test",
    brokers: [inject("bootstrapServers")],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 10, initialRetryTime: 100, maxRetryTime: 500 },
  });

async function newTopic(numPartitions = 1): Promise<string> {
  const topic = `link-${randomUUID().slice(0, 8)}`;
  const admin = kafka().admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
  await admin.disconnect();
  return topic;
}

async function produce(topic: string, messages: kafkajs.Message[], compression = 0): Promise<void> {
  const producer = kafka().producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic, messages, compression });
  await producer.disconnect();
}

async function newLink(): Promise<BrokerLink> {
  const link = await openLink(address());
  onTestFinished(() => link.close());
  return link;
}

async function newCluster() {
  const cluster = openCluster({ bootstrap: () => [address()] });
  onTestFinished(() => cluster.close());
  await cluster.refresh();
  return cluster;
}

const options = { maxWaitMs: 0, maxBytes: 1_000_000 };

test("when records are compressed in any way, or are tombstones, then all are read, and no group is made", async () => {
  const topic = await newTopic();
  for (const [name, type] of Object.entries(COMPRESSION_TYPES))
    await produce(
      topic,
      [
        { key: name, value: name, headers: { a: ["1", "2"] } },
        { key: name, value: null },
      ],
      type,
    );
  const link = await newLink();
  const groups = async () => (await link.ask("ListGroups", {})).groups.map(({ groupId }) => groupId);
  const before = await groups();
  const [fetched] = await fetchRecords(link, [{ topic, partition: 0, offset: 1 }], options);
  const values = fetched?.records.map(({ offset, value }) => [offset, value && String(value)]);
  const wanted = Object.keys(COMPRESSION_TYPES).flatMap((name, at) => [
    [2 * at, name],
    [2 * at + 1, null],
  ]);
  expect(values).toEqual(wanted.slice(1));
  expect(fetched?.records[1]?.headers.a).toHaveLength(2);
  expect(fetched).toMatchObject({ errorCode: 0, next: wanted.length, end: wanted.length, low: 0 });
  expect(await groups()).toEqual(before);
});

test("when a fetch waits, then a new record ends the wait, and other requests are answered meanwhile", async () => {
  const topic = await newTopic();
  const link = await newLink();
  const waiting = fetchRecords(link, [{ topic, partition: 0, offset: 0 }], { ...options, maxWaitMs: 20_000 });
  const beganMs = performance.now();
  await link.ask("Metadata", { topics: [], allowAutoTopicCreation: false });
  expect(performance.now() - beganMs).toBeLessThan(5_000);
  await produce(topic, [{ value: "now" }]);
  const [fetched] = await waiting;
  expect(fetched?.records.map(({ value }) => String(value))).toEqual(["now"]);
});

test("when an offset or a partition is none, then its error code is the answer, and the link lives on", async () => {
  const topic = await newTopic();
  const link = await newLink();
  const wanted = [0, 7].map((partition) => ({ topic, partition, offset: 99 }));
  const fetched = await fetchRecords(link, wanted, options);
  const codes = fetched.toSorted((a, b) => a.partition - b.partition).map(({ errorCode }) => errorCode);
  expect(codes).toEqual([1, 3]);
  expect(link.isDead()).toBe(false);
});

test("when partitions are asked for their bounds, then each has its own", async () => {
  const topic = await newTopic(3);
  await produce(topic, [
    { value: "a", partition: 1 },
    { value: "b", partition: 1 },
  ]);
  const bounds = await readBounds(
    await newCluster(),
    [0, 1, 2].map((partition) => ({ topic, partition })),
  );
  expect([...bounds].toSorted().map(([, { low, high }]) => [low, high])).toEqual([
    [0, 0],
    [0, 2],
    [0, 0],
  ]);
});

test("when a record is sent from the page, then it is where the answer says, whatever is waited for", async () => {
  const topic = await newTopic(3);
  const cluster = await newCluster();
  const parts = { cluster, addresses: [address()] };
  const record = { key: "k", value: "v", headers: [["a", "1"] as const] };
  const all = await sendRecord(parts, topic, { ...record, acks: -1 });
  const nobody = await sendRecord(parts, topic, { ...record, acks: 0 });
  const leader = await sendRecord(parts, topic, { ...record, acks: 1, partition: all.partition });
  expect(all.offset).toBe(0);
  expect(nobody).toMatchObject({ partition: all.partition, offset: undefined });
  // What nobody has acknowledged is usually there, and comes before.
  expect([1, 2]).toContain(leader.offset);
  const { records } = await readPage(cluster, { topic, partition: all.partition, from: 0, count: 1 });
  expect(records).toMatchObject([{ key: "k", value: "v", headers: [["a", "1"]] }]);
  const { found } = await searchRecords(cluster, { topic, text: "V" }, new AbortController().signal);
  expect(found.length).toBeGreaterThanOrEqual(2);
});

test("when a group has members, then its positions cannot be moved, and afterwards they can", async () => {
  const topic = await newTopic(2);
  const groupId = `group-of-${topic}`;
  await produce(topic, [{ value: "a", partition: 0 }]);
  const consumer = kafka().consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: async () => undefined });
  const cluster = await newCluster();
  const state = async () => groupState(await readGroup(cluster, groupId), new Map());
  const stable = await eventually("the group is stable", async () => {
    const now = await state();
    return now.state === "Stable" && now.members[0]?.partitions.length === 2 && now;
  });
  expect(stable.members).toEqual([
    {
      clientId: "test",
      partitions: [
        [topic, 0],
        [topic, 1],
      ],
    },
  ]);
  const commit = async () => {
    const link = await cluster.coordinator(groupId);
    const topics = [{ topic, partitions: [{ partition: 1, offset: "7" }] }];
    const { responses } = await link.ask("OffsetCommit", {
      groupId,
      groupGenerationId: -1,
      memberId: "",
      topics,
    });
    return responses[0]?.partitions[0]?.errorCode;
  };
  expect(await commit()).toBe(25);
  await consumer.disconnect();
  await eventually("the group is empty", async () => (await state()).state === "Empty");
  expect(await commit()).toBe(0);
  const moved = (await state()).positions.find(({ partition }) => partition === 1);
  expect(moved?.committed).toBe(7);
  expect((await readGroups(cluster)).map(({ description }) => description.groupId)).toContain(groupId);
});

test("when a group is unknown, then it is dead, and asking does not make it", async () => {
  const cluster = await newCluster();
  expect((await readGroup(cluster, "nobody")).description.state).toBe("Dead");
  expect((await readGroups(cluster)).map(({ description }) => description.groupId)).not.toContain("nobody");
});
