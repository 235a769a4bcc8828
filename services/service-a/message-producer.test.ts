import fc from "fast-check";
import kafkajs, { type Kafka } from "kafkajs";
import { expect, test } from "vitest";
import { loadConfig } from "../shared/config.ts";
import { configSchema } from "./config.ts";
import { createMessageProducer, toReceipts } from "./message-producer.ts";

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

test("when ACKS is 0, then nobody waits and no offset is known", async () => {
  const acks: number[] = [];
  const kafka = fakeKafka((request) => {
    acks.push(request.acks);
    for (const message of request.messages) Object.assign(message, { partition: 2 });
    return [];
  });
  const producer = createMessageProducer(kafka, loadConfig(configSchema, { ACKS: "0" }));
  expect(await producer.send([{ message: "hi" }])).toMatchObject([{ partition: 2, offset: null }]);
  expect(acks).toEqual([0]);
});

test("when Kafka refuses, then the problem says what Kafka said, and no address", async () => {
  const refusals = [
    [protocolError("MESSAGE_TOO_LARGE"), { status: 413, type: "too-large" }],
    [
      protocolError("NOT_ENOUGH_REPLICAS"),
      { status: 503, details: { detail: "Kafka answered NOT_ENOUGH_REPLICAS." } },
    ],
    [
      new Error("connect ECONNREFUSED 172.18.0.3:29092"),
      { details: { detail: "No broker could be reached." } },
    ],
  ] as const;
  for (const [error, problem] of refusals) {
    const kafka = fakeKafka(() => Promise.reject(error));
    const producer = createMessageProducer(kafka, loadConfig(configSchema, {}));
    await expect(producer.send([{ message: "hi" }])).rejects.toMatchObject(problem);
  }
});

function protocolError(type: string) {
  const cause = new kafkajs.KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1 }) as never);
  return Object.assign(new Error("tried five times"), { cause });
}
