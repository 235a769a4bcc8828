import { createServer } from "node:http";
import { Partitioners } from "kafkajs";
import { z } from "zod";
import { createKafka, ensureTopic } from "../../../services/kafka/kafka-client.ts";
import { commonSettings, loadConfig } from "../../../services/shared/config.ts";
import { createLogger } from "../../../services/shared/logging.ts";

// kafkajs alone, one message after the other: GET /sends and GET /round-trips do a thousand, and answer how many
// milliseconds each one took to send, or from send to arrival.
const samples = 1_000;
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "bench" };
const topic = settings.TOPIC;
// Messages of /sends are not read: a consumer in the same process would take part of the sender's time.
const unread = `${topic}-unread`;
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
await ensureTopic(kafka, settings);
await ensureTopic(kafka, { ...settings, TOPIC: unread });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
const send = (to: string, value: string) => producer.send({ topic: to, messages: [{ value }] });
await producer.connect();

const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 });
let sent = 0;
let awaited = { value: "", resolve: () => {} };
const { promise: joined, resolve: noteJoined } = Promise.withResolvers<void>();
consumer.on("consumer.group_join", () => noteJoined());
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    if (message.value?.toString() === awaited.value) awaited.resolve();
  },
});
await joined;

const measurements: Record<string, () => Promise<number[]>> = {
  "/readyz": async () => [],
  "/sends": () => measure(() => send(unread, "Hello, Kafka!")),
  "/round-trips": () => measure(roundTrip),
};
createServer(async ({ url = "" }, res) => {
  res.end(JSON.stringify(await measurements[url]?.()));
}).listen(Number(process.env.PORT), process.env.HOST);

async function roundTrip(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  awaited = { value: `Hello, ${sent++}!`, resolve };
  await send(topic, awaited.value);
  await promise;
}

async function measure(action: () => Promise<unknown>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let index = 0; index < samples; index++) {
    const startedAt = performance.now();
    await action();
    milliseconds.push(performance.now() - startedAt);
  }
  return milliseconds;
}
