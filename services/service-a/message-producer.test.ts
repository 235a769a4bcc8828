import fc from "fast-check";
import kafkajs, { type Kafka } from "kafkajs";
import { expect, test } from "vitest";
import { loadConfig } from "../shared/config.ts";
import { configSchema } from "./config.ts";
import { createMessageProducer, toReceipts } from "./message-producer.ts";
import { failureOf } from "./send-failure.ts";

/** A kafkajs whose `send` the test gives; it chooses partitions as kafkajs does. */
function fakeKafka(send: (request: { acks: number; messages: { value: string }[] }) => unknown): Kafka {
  const connect = async () => undefined;
  return { producer: () => ({ send, connect, disconnect: connect }) } as unknown as Kafka;
}

test("whatever the batch, then every record gets the offset it has in the log", () => {
  const batch = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 200 });
  const starts = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(batch, starts, (partitions, bases) => {
      const log = bases.map((base) => ({ next: base }));
      const stored = partitions.map((partition) => ({
        partition,
        offset: (log[partition] as { next: number }).next++,
      }));
      const acknowledged = bases.map((base, partition) => ({ partition, baseOffset: String(base) }));
      const records = partitions.map((partition) => ({ partition, timestamp: "7" }));
      expect(toReceipts("t", records, acknowledged, true)).toEqual(
        stored.map((place) => ({ topic: "t", timestamp: 7, ...place })),
      );
    }),
  );
});

test("when the broker stamps the time, then the receipt has the broker's", () => {
  const acknowledged = [{ partition: 0, baseOffset: "4", logAppendTime: "99" }];
  const [receipt] = toReceipts("t", [{ partition: 0, timestamp: "7" }], acknowledged, true);
  expect(receipt).toEqual({ topic: "t", partition: 0, offset: 4, timestamp: 99 });
});

test("when Kafka acknowledged nothing for a partition, then no offset is made up", () => {
  expect(() =>
    toReceipts("t", [{ partition: 1, timestamp: "7" }], [{ partition: 0, baseOffset: "4" }], true),
  ).toThrow("acknowledged nothing for partition 1");
});

test("when ACKS is 0, then no acknowledgement is awaited and no offset is known", async () => {
  const acks: number[] = [];
  const kafka = fakeKafka((request) => {
    acks.push(request.acks);
    for (const message of request.messages) Object.assign(message, { partition: 2 });
    return [];
  });
  const producer = createMessageProducer(kafka, loadConfig(configSchema, { ACKS: "0" }));
  expect(await producer.send([{ message: "hi" }])).toMatchObject([
    { stored: { partition: 2, offset: null } },
  ]);
  expect(acks).toEqual([0]);
});

test("when Kafka refuses, then the problem says what Kafka said, and no address", async () => {
  const refusals = [
    [protocolError("MESSAGE_TOO_LARGE", false), { status: 413, type: "too-large" }, false],
    [protocolError("INVALID_RECORD", false), { status: 400, type: "invalid-record" }, false],
    [
      protocolError("NOT_ENOUGH_REPLICAS", true),
      { status: 503, details: { detail: "Kafka answered NOT_ENOUGH_REPLICAS.", outcome: "not-stored" } },
      true,
    ],
    [protocolError("TOPIC_AUTHORIZATION_FAILED", false), { status: 503 }, false],
    [
      new Error("connect ECONNREFUSED 172.18.0.3:29092"),
      { details: { detail: "No broker could be reached." } },
      true,
    ],
  ] as const;
  for (const [error, refusal, tryAgain] of refusals) {
    const kafka = fakeKafka(() => Promise.reject(error));
    const producer = createMessageProducer(kafka, loadConfig(configSchema, {}));
    expect(await producer.send([{ message: "hi" }])).toMatchObject([
      { refusal, tryAgain, perhapsStored: false },
    ]);
  }
});

test("when a request has left and only its leader's refusal arrives, then it is unknown what became of it", async () => {
  for (const [type, perhapsStored] of [
    ["NOT_LEADER_FOR_PARTITION", true],
    ["REQUEST_TIMED_OUT", true],
    ["NOT_ENOUGH_REPLICAS", false],
  ] as const) {
    const failure = failureOf(protocolError(type, true), { sent: true, records: 1 });
    expect(failure).toMatchObject({ tryAgain: true, perhapsStored });
  }
});

test("when one partition refuses, then the others' messages are stored, and each gets its own outcome", async () => {
  const partitionMetadata = [0, 1, 2].map((partitionId) => ({ partitionId, leader: 1 }));
  const requests: string[][] = [];
  let choose: ((args: object) => number) | undefined;
  const send = async ({ topic, messages }: { topic: string; messages: { value: string }[] }) => {
    requests.push(messages.map(({ value }) => value));
    const partitions = new Set(messages.map((message) => choose?.({ topic, partitionMetadata, message })));
    if (partitions.has(1) && requests.length > 1) throw protocolError("NOT_ENOUGH_REPLICAS", true);
    return [...partitions].map((partition) => ({ partition, baseOffset: "0" }));
  };
  const kafka = {
    producer: ({ createPartitioner }: { createPartitioner: () => typeof choose }) => {
      choose = createPartitioner();
      return { send };
    },
  } as unknown as Kafka;
  const producer = createMessageProducer(kafka, loadConfig(configSchema, {}));
  await producer.send([{ message: "makes the partitions known" }]);
  const keys = ["a", "b", "c", "d", "e", "f"];
  const outcomes = await producer.send(keys.map((key) => ({ message: key, key })));
  const partitions = outcomes.map((outcome) => ("stored" in outcome ? outcome.stored.partition : 1));
  expect(outcomes.filter((outcome) => "refusal" in outcome).length).toBeGreaterThan(0);
  expect(new Set(partitions)).toEqual(new Set([0, 1, 2]));
  for (const [index, key] of keys.entries()) {
    const request = requests.slice(1).find((values) => values.includes(key));
    const others = keys.filter((_, other) => partitions[other] === partitions[index]);
    expect(request).toEqual(others);
  }
});

function protocolError(type: string, retriable: boolean) {
  const details = Object.assign(new Error(type), { type, code: 1, retriable });
  const cause = new kafkajs.KafkaJSProtocolError(details as never);
  return Object.assign(new Error("tried five times"), { cause });
}
