import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { expect, inject, onTestFinished, test } from "vitest";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";
import { eventually } from "../support/eventually.ts";
import { freshTopic } from "./support/launch-service.ts";

/** A connection to the broker that can be cut in one direction: requests arrive, answers do not. */
async function startCable() {
  const [host, port] = inject("bootstrapServers").split(":");
  const state = { answersArrive: true };
  const server = createServer((client) => {
    const broker = connect(Number(port), host);
    client.on("data", (bytes) => broker.write(bytes)).on("error", () => undefined);
    client.on("close", () => broker.destroy());
    broker.on("data", (bytes) => (state.answersArrive ? client.write(bytes) : client.destroy()));
    broker.on("close", () => client.destroy()).on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { state, port: (server.address() as AddressInfo).port };
}

// Why service-a does not use `idempotent`: if this test fails one day, kafkajs has changed, and it can.
test("when kafkajs' idempotent producer gives up on a message that was stored, then the next one is acknowledged and lost", async () => {
  const { TOPIC: topic } = freshTopic();
  const cable = await startCable();
  stopNegativeTimers();
  const kafka = new Kafka({
    brokers: [inject("bootstrapServers")],
    socketFactory: ({ onConnect }) => connect(cable.port, "127.0.0.1", onConnect),
    logLevel: logLevel.NOTHING,
    retry: { retries: 1, initialRetryTime: 50 },
  });
  const admin = kafka.admin();
  const producer = kafka.producer({
    idempotent: true,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 1 },
  });
  onTestFinished(() => Promise.all([admin.disconnect(), producer.disconnect()]).then(() => undefined));
  await eventually("Kafka is reached", () => admin.connect().then(() => true));
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await producer.connect();
  const send = (value: string) => producer.send({ topic, messages: [{ value }] });
  const end = async () => (await admin.fetchTopicOffsets(topic))[0]?.high;

  await send("first");
  cable.state.answersArrive = false;
  await expect(send("stored, but nobody heard of it")).rejects.toThrow();
  cable.state.answersArrive = true;
  expect(await end()).toBe("2");
  expect(await send("lost")).toMatchObject([{ errorCode: 0 }]);
  expect(await end()).toBe("2");
});
