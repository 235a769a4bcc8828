import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { freshTopic, launchReady, post, read } from "./support/launch-service.ts";
import { kafkaTool } from "./support/own-broker.ts";

const stateOf = async (url: string) =>
  (await (await fetch(`${url}/readyz`)).json()) as {
    status: string;
    waitingFor: string[];
    partitions?: number;
  };

const deleteTopic = (topic: string) => kafkaTool(`kafka-topics --delete --topic ${topic}`);

test("when the topic is deleted while both services run, then it is made again, and what is sent then is read", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "2" };
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  for (let count = 0; count < 5; count++) await post(a.url, `before ${count}`);
  expect((await read(b.url, 5)).length).toBe(5);
  await deleteTopic(topic.TOPIC);
  // Messages that the old topic accepts before it is gone are lost with it.
  await eventually("the log begins anew", async () => (await post(a.url, "meanwhile")).offset === 0);
  const sent = Array.from({ length: 20 }, (_, count) => `after ${count}`);
  await Promise.all(sent.map((message) => post(a.url, message)));
  const got = new Set<unknown>();
  const missing = () => sent.filter((message) => !got.has(message));
  await eventually("all are read", async () => {
    for (const { message } of await read(b.url, missing().length, 1)) got.add(message);
    return missing().length === 0;
  });
  expect(await stateOf(a.url)).toMatchObject({ status: "ready", partitions: 2 });
});

test("when the topic is deleted while service-b is down, then service-a says so, makes it again, and service-b reads it", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  const first = await launchReady("service-b", topic);
  await post(a.url, "before");
  await read(first.url, 1);
  await first.stop("SIGTERM");
  await deleteTopic(topic.TOPIC);
  expect(await stateOf(a.url)).toMatchObject({ waitingFor: [`topic ${topic.TOPIC}`] });
  await eventually("it is there again", async () => (await stateOf(a.url)).partitions === 3);
  await post(a.url, "after");
  const b = await launchReady("service-b", topic);
  expect(await read(b.url, 1)).toMatchObject([{ message: "after", offset: 0 }]);
});

test("when the topic is deleted while service-a is down, then service-b makes it again, and reads new messages", async () => {
  const topic = freshTopic();
  const first = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  await post(first.url, "before");
  await read(b.url, 1);
  await first.stop("SIGTERM");
  await deleteTopic(topic.TOPIC);
  await eventually("service-b has noticed", async () => (await stateOf(b.url)).status !== "ready");
  await eventually("it is there again", async () => (await stateOf(b.url)).status === "ready", 60_000);
  const a = await launchReady("service-a", topic);
  await post(a.url, "after");
  expect(await read(b.url, 1)).toMatchObject([{ message: "after", offset: 0 }]);
});
