import { Kafka, logLevel, Partitioners } from "kafkajs";
import { expect, inject, onTestFinished, test } from "vitest";
import { stopNegativeTimers } from "../../services/shared/kafkajs-timers.ts";
import { freshTopic, launchReady, post, read } from "./support/service.ts";

/** A producer that is not ours, and writes what service-a never would. */
async function connectProducer() {
  stopNegativeTimers();
  const kafka = new Kafka({ brokers: [inject("bootstrapServers")], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return producer;
}

test("when other producers write bytes, nothing, or a header several times, then service-b says what is there", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const b = await launchReady("service-b", topic);
  const producer = await connectProducer();
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  const headers = {
    nothing: null,
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
    nothing: null,
    empty: "",
    twice: ["1", "2"],
    mixed: ["text", { base64: "/wD+" }],
    bytes: { base64: "/wD+" },
    toString: "inherited by every object",
  });
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
