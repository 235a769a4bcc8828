import { beforeAll, expect, inject, test } from "vitest";
import { bringUp, mustRun } from "../support/run-lab.ts";

const lab = inject("lab");
const serviceA = `http://localhost:${lab.serviceAPort}/api/messages`;
const serviceB = `http://localhost:${lab.serviceBPort}/api/messages`;
const post = { method: "POST", headers: { "content-type": "application/json" } };

beforeAll(bringUp);

test("when Hello, Kafka! is posted, then both calls answer as the contract says, to the letter", async () => {
  const sent = await fetch(serviceA, { ...post, body: '"Hello, Kafka!"' });
  expect(sent.status).toBe(200);
  expect(sent.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await sent.text()).toMatch(/^Message 'Hello, Kafka!' sent to message-topic \[\[\d\]\] @\d+$/);
  const received = await fetch(serviceB);
  expect(received.status).toBe(200);
  expect(received.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await received.text()).toBe("Received message: Hello, Kafka!");
});

test("when JSON is asked for, then partition and offset are those of the message on both sides", async () => {
  const headers = { ...post.headers, accept: "application/json" };
  const sent = await (await fetch(serviceA, { ...post, headers, body: '"as JSON"' })).json();
  const received = await (await fetch(serviceB, { headers })).json();
  expect(sent).toMatchObject({ message: "as JSON", topic: "message-topic" });
  expect(sent).toHaveProperty("timestamp");
  const { partition, offset } = sent as { partition: number; offset: number };
  expect(received).toMatchObject({ message: "as JSON", topic: "message-topic", partition, offset });
});

test("when no message waits, then service-b answers 204 after the time that was given", async () => {
  const response = await fetch(`${serviceB}?timeout=1`);
  expect(response.status).toBe(204);
  expect(await response.text()).toBe("");
});

test("when up runs again, then there is nothing to do", async () => {
  await mustRun("up", "--yes", "--engine", "embedded", "--expect-no-changes");
});

test("when start runs on a lab that is up, then it proves it again and says where to go next", async () => {
  const { words } = await mustRun("start", "--yes", "--engine", "embedded");
  expect(words).toContain("text, partition and offset are equal");
  expect(words).toMatch(/The lab is up .* curl .* \.\/lab destroy/);
});

test("when the outputs are asked for, then they name what a user needs", async () => {
  const { stdout } = await mustRun("output", "--json");
  const { outputs } = JSON.parse(stdout);
  expect(outputs).toEqual({
    serviceAUrl: serviceA,
    serviceBUrls: [serviceB],
    bootstrapExternal: `127.0.0.1:${lab.kafkaPort}`,
    bootstrapInternal: "kafka:29092",
    topic: "message-topic",
  });
  expect((await mustRun("output", "serviceAUrl")).stdout).toBe(`${serviceA}\n`);
});
