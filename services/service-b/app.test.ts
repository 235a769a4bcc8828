import { connect } from "node:net";
import { expect, test } from "vitest";
import { kafkaUnavailable } from "../http/problems.ts";
import { commonParts, serve, until } from "../http/testing/test-server.ts";
import { createApp } from "./app.ts";
import type { IncomingMessage } from "./contract.ts";
import { createDeliveryQueue } from "./delivery-queue.ts";

const never = new AbortController().signal;
const message: IncomingMessage = {
  message: "Hello, Kafka!",
  key: null,
  headers: { "x-request-id": "abc" },
  topic: "message-topic",
  partition: 0,
  offset: 7,
  timestamp: 1,
};

async function start({ isMember = (): boolean => true, writeDeadlineMs = 5_000, maxReaders = 10 } = {}) {
  const queue = createDeliveryQueue<IncomingMessage>({ maxReaders, mayDeliver: isMember });
  const checkMembership = () => {
    if (!isMember()) throw kafkaUnavailable("not in the group");
  };
  const app = createApp({ ...commonParts(), take: queue.take, checkMembership, writeDeadlineMs });
  const url = await serve(app);
  const get = (query = "", init: RequestInit = {}) => fetch(`${url}/api/messages${query}`, init);
  return { queue, url, get };
}

test("when a message waits, then it comes as text, and counts as handed over", async () => {
  const { queue, get } = await start();
  const handedOver = queue.offer(message, never);
  const response = await get();
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await response.text()).toBe("Received message: Hello, Kafka!");
  expect(await handedOver).toBe(true);
});

test("when JSON is asked for, then the whole record comes", async () => {
  const { queue, get } = await start();
  void queue.offer(message, never);
  const response = await get("", { headers: { accept: "application/json" } });
  expect(await response.json()).toEqual(message);
});

test("when none comes in time, then 204", async () => {
  const { get } = await start();
  expect((await get("?timeout=0.01")).status).toBe(204);
});

test("when Kafka is down, then a reader waits for its own timeout, and then gets the reason; messages fetched before stay", async () => {
  let isMember = false;
  const { queue, get } = await start({ isMember: () => isMember });
  void queue.offer(message, never);
  const response = await get("?timeout=0.01");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await response.json()).toMatchObject({ type: "urn:kafka-lab:problem:kafka-unavailable" });
  isMember = true;
  expect((await queue.take(0).delivery)?.message).toBe(message);
});

test("when the instance is back in its group while a reader waits, then the reader gets what was offered", async () => {
  let isMember = false;
  const { queue, get } = await start({ isMember: () => isMember });
  void queue.offer(message, never);
  const waiting = get("?timeout=60", { signal: AbortSignal.timeout(5_000) });
  await until(() => queue.waitingReaders() === 1);
  isMember = true;
  queue.open();
  expect((await waiting).status).toBe(200);
});

test("when a waiting reader goes away, then it leaves the queue and the message is for the next", async () => {
  const { queue, get } = await start();
  const client = new AbortController();
  const gone = get("", { signal: client.signal }).catch(() => "gone");
  await until(() => queue.waitingReaders() === 1);
  client.abort();
  expect(await gone).toBe("gone");
  await until(() => queue.waitingReaders() === 0);
  void queue.offer(message, never);
  expect((await get()).status).toBe(200);
});

test("when a reader does not take its answer, then it is cut off and the message was not handed over", async () => {
  const { queue, url } = await start({ writeDeadlineMs: 50 });
  const huge = { ...message, message: "x".repeat(50_000_000) };
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => undefined).write("GET /api/messages HTTP/1.1\r\nHost: localhost\r\n\r\n");
  socket.pause();
  expect(await queue.offer(huge, never)).toBe(false);
  socket.destroy();
});

const values: [string, IncomingMessage["message"], string][] = [
  ["a tombstone", null, "Received a message without a value (a tombstone)"],
  ["the text null", "null", "Received message: null"],
  ["bytes", { base64: "/wA=" }, "Received bytes that are not text, in base64: /wA="],
];

for (const [what, value, sentence] of values) {
  test(`when the message is ${what}, then text and JSON both say so`, async () => {
    const { queue, get } = await start();
    const offered = { ...message, message: value };
    void queue.offer(offered, never);
    expect(await (await get()).text()).toBe(sentence);
    void queue.offer(offered, never);
    expect(await (await get("", { headers: { accept: "application/json" } })).json()).toEqual(offered);
  });
}

test("when a caller adds _ to get around a cache, then it is ignored", async () => {
  const { get } = await start();
  expect((await get("?timeout=0&_=1732752000000")).status).toBe(204);
});

for (const query of [
  "?timeout=61",
  "?timeout=-1",
  "?timeout=",
  "?timeout=soon",
  "?timeout=1&timeout=2",
  "?wait=1",
]) {
  test(`when the query is ${query}, then a problem 400 names the field and no message is taken`, async () => {
    const { queue, get } = await start();
    void queue.offer(message, never);
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: query === "?wait=1" ? "wait" : "timeout" });
    expect((await queue.take(0).delivery)?.message).toBe(message);
  });
}

test("when asked with HEAD, then no message is taken, since HEAD must change nothing", async () => {
  const { queue, get } = await start();
  void queue.offer(message, never);
  const response = await get("", { method: "HEAD" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  expect((await queue.take(0).delivery)?.message).toBe(message);
});

test("when too many readers wait, then the next gets 503 and a time to come back", async () => {
  const { queue, get } = await start({ maxReaders: 1 });
  void get().catch(() => undefined);
  await until(() => queue.waitingReaders() === 1);
  const response = await get();
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
});
