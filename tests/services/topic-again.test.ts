import { Kafka, logLevel } from "kafkajs";
import { expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { freshTopic, launchReady, post, read } from "./support/launch-service.ts";

const later = Array.from({ length: 20 }, (_, count) => `after ${count}`);

/** Does what kafka-topics --delete and --create do, without the seconds that each of them takes to start. */
async function makeAgain(topic: string, messages: string[]): Promise<void> {
  const kafka = new Kafka({
    brokers: [inject("bootstrapServers")],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 5, maxRetryTime: 5, retries: 1_000 },
  });
  const [admin, producer] = [kafka.admin(), kafka.producer({ allowAutoTopicCreation: false })];
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.deleteTopics({ topics: [topic] });
  await eventually("it is there again", async () =>
    admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false }),
  );
  await producer.send({ topic, messages: messages.map((value) => ({ value })) });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
}

/** While the last message waits for a reader, service-b asks Kafka for nothing, so no request can fail. */
async function readAllButOne() {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  for (let index = 0; index < 6; index++) await post(a.url, `before ${index}`);
  expect((await read(b.url, 5)).length).toBe(5);
  return { topic, b };
}

async function expectAll(url: string): Promise<void> {
  const got = new Set<unknown>();
  const missing = () => later.filter((message) => !got.has(message));
  await eventually("all are read", async () => {
    for (const { message } of await read(url, missing().length, 1)) got.add(message);
    return missing().length === 0;
  });
}

test("when the topic is deleted and made again while a message waits for a reader, then all that came since is read", async () => {
  const { topic, b } = await readAllButOne();
  await makeAgain(topic.TOPIC, later);
  await expectAll(b.url);
});

test("when service-b stops right after it read on in a topic that was made again, then the next one begins at the beginning", async () => {
  const { topic, b } = await readAllButOne();
  await makeAgain(topic.TOPIC, later);
  expect(await read(b.url, 1)).toMatchObject([{ message: "before 5" }]);
  await b.stop("SIGTERM");
  const next = await launchReady("service-b", topic);
  await expectAll(next.url);
});
