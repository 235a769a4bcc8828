import { Kafka, logLevel, Partitioners } from "kafkajs";
import { expect, inject, onTestFinished, test } from "vitest";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";
import { freshTopic, launchReady, post, read } from "./support/launch-service.ts";
import { BROKER, docker } from "./support/own-broker.ts";

/** A foreign producer, which writes what service-a never would. */
async function connectProducer() {
  stopNegativeTimers();
  const kafka = new Kafka({ brokers: [inject("bootstrapServers")], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return producer;
}

test("when other producers write bytes, nothing, or a header several times, then service-b shows them as they are", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const b = await launchReady("service-b", topic);
  const producer = await connectProducer();
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  const headers = {
    empty: "",
    twice: ["1", "2"],
    mixed: ["text", bytes],
    bytes,
    toString: "inherited by every object",
  };
  await producer.send({
    topic: topic.TOPIC,
    messages: [
      { key: bytes, value: bytes, headers: headers as never },
      { key: "gone", value: null },
      { key: "", value: "" },
      { value: "null" },
    ],
  });
  const messages = await read(b.url, 4);
  expect(messages.map(({ key, message }) => [key, message])).toEqual([
    [{ base64: "/wD+" }, { base64: "/wD+" }],
    ["gone", null],
    ["", ""],
    [null, "null"],
  ]);
  expect(messages[0]?.headers).toEqual({
    empty: "",
    twice: ["1", "2"],
    mixed: ["text", { base64: "/wD+" }],
    bytes: { base64: "/wD+" },
    toString: "inherited by every object",
  });
});

test("when Java writes headers without a value, and a record without one, then service-b says null", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const b = await launchReady("service-b", topic);
  const options = "--property parse.headers=true --property parse.key=true --property null.marker=NULL";
  const produce = `kafka-console-producer --topic ${topic.TOPIC} ${options} --bootstrap-server 127.0.0.1:29092`;
  const line = "a:NULL,b:1,b:NULL\tk\tNULL";
  await docker("exec", BROKER, "bash", "-c", `printf '%s\\n' "$@" | ${produce}`, "-", line);
  expect(await read(b.url, 1)).toMatchObject([
    { key: "k", message: null, headers: { a: null, b: ["1", null] } },
  ]);
});

test("when a message has odd but possible texts, then they arrive as they were sent", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  const sent = [
    { message: "", key: "" },
    {
      message: "\0\ufeff😀",
      key: "\0",
      headers: { "": "empty name", constructor: "c", toString: "t", é: "" },
    },
  ];
  for (const message of sent) await post(a.url, message);
  const got = await read(b.url, 2);
  expect(got).toMatchObject(sent.map(({ headers = {}, ...texts }) => ({ ...texts, headers })));
});
