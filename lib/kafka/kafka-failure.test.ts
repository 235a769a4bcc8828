import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import kafkajs from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import { LabError } from "../../common/lab-error.mjs";
import { openKafka } from "../../workshop/lab/lab-kafka.ts";
import { kafkaFailure } from "./kafka-failure.ts";

const { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } = kafkajs;

/** As Docker does for a container whose broker does not listen yet. */
async function closeEveryConnection(): Promise<string> {
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("when a broker that starts closes every connection, then whatever is asked of it fails in two lines", async () => {
  const broker = await closeEveryConnection();
  const kafka = openKafka(() => broker);
  const asked = [kafka.read("topic"), kafka.send("topic", [{ value: "x" }]), kafka.describeGroup("group")];
  for (const answer of await Promise.allSettled(asked)) {
    const { reason } = answer as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(LabError);
    expect(reason.message).toContain(broker);
  }
});

test("when the fault is a bug of ours, then it keeps its stack, also where kafkajs has wrapped it", () => {
  const bug = new TypeError("x is not a function");
  const wrongCall = new KafkaJSNonRetriableError("Invalid topic undefined");
  for (const error of [bug, wrongCall]) {
    expect(kafkaFailure(error, "kafka:1")).toBe(error);
    const wrapped = Object.assign(new KafkaJSNonRetriableError(error), { cause: error });
    expect(kafkaFailure(wrapped, "kafka:1")).toBe(wrapped);
  }
});

test("when a broker accepts connections and never answers, then it is named", () => {
  const silent = new KafkaJSNumberOfRetriesExceeded(new Error("Broker not connected"), {
    retryCount: 4,
    retryTime: 1_000,
  });
  expect(kafkaFailure(silent, "kafka:1")).toMatchObject({
    message: "Kafka at kafka:1: Broker not connected",
  });
});
