import { Partitioners } from "kafkajs";
import { z } from "zod";
import { commonSettings, loadConfig } from "../../../services/shared/config.ts";
import { createKafka } from "../../../services/shared/kafka-client.ts";
import { createLogger } from "../../../services/shared/logging.ts";

// One message after the other through kafkajs alone: milliseconds of each send, and of each way from send to arrival.
const samples = 300;
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "bench" };
const topic = settings.TOPIC;
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
await admin.disconnect();

const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 200 });
let arrived = Promise.withResolvers<void>();
await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({ eachMessage: async () => arrived.resolve() });
const sends: number[] = [];
const roundTrips: number[] = [];
for (let index = 0; index < samples; index++) {
  arrived = Promise.withResolvers();
  const startedAt = performance.now();
  await producer.send({ topic, messages: [{ value: "Hello, Kafka!" }] });
  sends.push(performance.now() - startedAt);
  await arrived.promise;
  roundTrips.push(performance.now() - startedAt);
}
await consumer.disconnect();
await producer.disconnect();
console.log(JSON.stringify({ sends, roundTrips }));
