import { Partitioners } from "kafkajs";
import { z } from "zod";
import { commonSettings, loadConfig } from "../../../services/shared/config.ts";
import { createKafka } from "../../../services/shared/kafka-client.ts";
import { createLogger } from "../../../services/shared/logging.ts";

// One message after the other through kafkajs alone: milliseconds of each send, and then of each way from send to
// arrival. The first ones warm up, and do not count.
const samples = 1_000;
const warmUp = 1_000;
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "bench" };
const topic = settings.TOPIC;
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
await admin.disconnect();

const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
const send = (value: string) => producer.send({ topic, messages: [{ value }] });
await producer.connect();
const sends = await measure(() => send("Hello, Kafka!"));

const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 });
let awaited = { value: "", resolve: () => {} };
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    if (message.value?.toString() === awaited.value) awaited.resolve();
  },
});
const roundTrips = await measure(async (index) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  awaited = { value: `Hello, ${index}!`, resolve };
  await send(awaited.value);
  await promise;
});
await consumer.disconnect();
await producer.disconnect();
console.log(JSON.stringify({ sends, roundTrips }));

async function measure(action: (index: number) => Promise<unknown>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let index = 0; index < warmUp + samples; index++) {
    const startedAt = performance.now();
    await action(index);
    milliseconds.push(performance.now() - startedAt);
  }
  return milliseconds.slice(warmUp);
}
