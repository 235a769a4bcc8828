import { randomBytes } from "node:crypto";
import kafkajs from "kafkajs";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";

/** @typedef {(id: "produce" | "consume", action: () => Promise<string>) => AsyncGenerator<any, boolean>} RunHop */

const budgetMs = 15_000;

/**
 * The last two hops, as any client does them. Topic and group are made for this one trace and deleted after it, so that
 * nothing is taken from the lab's own and nothing stays.
 *
 * @param {string} bootstrap
 * @param {RunHop} hop
 */
export async function* produceAndConsume(bootstrap, hop) {
  stopNegativeTimers();
  const kafka = connectTo(bootstrap, 3);
  const name = `lab-trace-${randomBytes(4).toString("hex")}`;
  // A new broker makes the topic of the offsets when the first group asks for its coordinator, and says that there is
  // none meanwhile: how often kafkajs asks again is decided by the connection, and not by the consumer.
  const consumer = connectTo(bootstrap, 20).consumer({ groupId: name });
  try {
    if (yield* hop("produce", () => produce(kafka, name)))
      yield* hop("consume", () => consume(consumer, name));
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await cleanUp(kafka, name).catch(() => undefined);
  }
}

/** @param {string} bootstrap @param {number} retries */
function connectTo(bootstrap, retries) {
  return new kafkajs.Kafka({
    clientId: "lab-trace",
    brokers: [bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 500 },
  });
}

/** @param {import("kafkajs").Kafka} kafka @param {string} topic */
async function produce(kafka, topic) {
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    await producer.connect();
    const [sent] = await producer.send({ topic, messages: [{ value: topic }] });
    return `${topic} [[${sent?.partition}]] @${sent?.baseOffset}`;
  } finally {
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
  }
}

/** @param {import("kafkajs").Consumer} consumer @param {string} topic */
async function consume(consumer, topic) {
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  /** @type {PromiseWithResolvers<string>} */
  const { promise, resolve, reject } = Promise.withResolvers();
  const tooLate = setTimeout(() => reject(new Error(`nothing came within ${budgetMs / 1_000} s`)), budgetMs);
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      if (message.value?.toString() === topic)
        resolve(`the same message: [[${partition}]] @${message.offset}`);
    },
  });
  return promise.finally(() => clearTimeout(tooLate));
}

/** @param {import("kafkajs").Kafka} kafka @param {string} name */
async function cleanUp(kafka, name) {
  const admin = kafka.admin({ retry: { retries: 1 } });
  try {
    await admin.connect();
    await Promise.allSettled([
      admin.deleteGroups([name]),
      admin.deleteTopics({ topics: [name], timeout: 5_000 }),
    ]);
  } finally {
    await admin.disconnect();
  }
}
