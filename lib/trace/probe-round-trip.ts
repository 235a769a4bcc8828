import { randomBytes } from "node:crypto";
import type { Consumer, Kafka } from "kafkajs";
import kafkajs from "kafkajs";
import { waitFor } from "../../common/wait-for.ts";
import { isTopicMissing } from "../../services/kafka/kafka-client.ts";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";

/** Runs one hop and yields what came of it; true where it went well. */
type RunHop<Hop> = (id: "produce" | "consume", action: () => Promise<string>) => AsyncGenerator<Hop, boolean>;

const budgetMs = 15_000;
/** How long all brokers have to learn of a new topic. */
const spreadMs = 5_000;

/**
 * The last two hops, as any client does them. Topic and group are made for this one trace and deleted after it, so
 * that nothing is taken from the lab's own and nothing stays.
 */
export async function* produceAndConsume<Hop>(
  bootstrap: string,
  hop: RunHop<Hop>,
): AsyncGenerator<Hop, void> {
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

function connectTo(bootstrap: string, retries: number) {
  return new kafkajs.Kafka({
    clientId: "lab-trace",
    brokers: [bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 500 },
  });
}

async function produce(kafka: Kafka, topic: string) {
  const admin = kafka.admin();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
    await producer.connect();
    const send = () => producer.send({ topic, messages: [{ value: topic }] });
    // When one broker has the topic, the others may not know it yet.
    const unlessMissing = (error: unknown) => {
      if (!isTopicMissing(error)) throw error;
      return undefined;
    };
    const answer = await waitFor(() => send().catch(unlessMissing), { budgetMs: spreadMs, everyMs: 100 });
    const [sent] = answer ?? (await send());
    return `${topic} [[${sent?.partition}]] @${sent?.baseOffset}`;
  } finally {
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
  }
}

async function consume(consumer: Consumer, topic: string) {
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const { promise, resolve, reject }: PromiseWithResolvers<string> = Promise.withResolvers();
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

async function cleanUp(kafka: Kafka, name: string) {
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
