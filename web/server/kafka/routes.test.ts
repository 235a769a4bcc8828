import type { AddressInfo } from "node:net";
import express from "express";
import type { Producer } from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import type { LabConfig } from "../../../lib/project/lab-config.ts";
import { createLiveKafka } from "./live-kafka.ts";
import { createKafkaRoutes } from "./routes.ts";
import { append, fakeKafka } from "./testing/fake-kafka.ts";

type Sent = Parameters<Producer["send"]>[0];

async function serveKafka({ fails }: { fails?: Error } = {}) {
  const kafka = fakeKafka();
  append(kafka, 0, { key: "k", value: "v", timestampMs: 5 }, { value: "w", timestampMs: 6 });
  kafka.groups.set("a/b", { state: "Empty", members: [], committed: { "message-topic": { 0: 0 } } });
  const config = {
    mode: "zookeeper",
    dockerHostIp: "127.0.0.1",
    kafkaPorts: [9092],
    nodes: [],
  } as unknown as LabConfig;
  const live = createLiveKafka({
    projectDir: "/none",
    publish: () => undefined,
    open: kafka.open,
    settings: () => ({ config }),
    lookAtContainers: async () => undefined,
  });
  const sent: Sent[] = [];
  const open = async (_addresses: unknown, onPartition: (partition: number) => void) => {
    onPartition(0);
    return producer as unknown as Producer;
  };
  const producer = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    send: async (record: Sent) => {
      if (fails) throw fails;
      sent.push(record);
      return record.acks === 0 ? [] : [{ partition: 0, baseOffset: "2" }];
    },
  };
  const app = express();
  app.use("/api", createKafkaRoutes({ live, openProducer: open }));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/kafka`;
  const ask = async (path: string, body?: unknown) => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await fetch(origin + path, body === undefined ? {} : init);
    // biome-ignore lint/suspicious/noExplicitAny: the tests look at what came
    return { status: response.status, body: (await response.json()) as any };
  };
  return { kafka, ask, sent };
}

test("when records are asked for, then they come as the page may show them", async () => {
  const { ask } = await serveKafka();
  const { body } = await ask("/topics/message-topic/records?partition=0&from=0&count=1");
  expect(body).toEqual({
    low: 0,
    high: 2,
    records: [{ offset: 0, key: "k", value: "v", headers: [], timestampMs: 5 }],
  });
  expect((await ask("/topics/message-topic/records?partition=0&timestampMs=6")).body.records).toHaveLength(1);
  expect((await ask("/topics/message-topic/search?text=W")).body).toMatchObject({
    found: [{ partition: 0, offset: 1 }],
    isWhole: true,
  });
});

test("when a request is not as the contract says, then it is refused in words", async () => {
  const { ask } = await serveKafka();
  const wrong = [
    ask("/topics/message-topic/records"),
    ask("/topics/message-topic/records?partition=-1"),
    ask("/topics/message-topic/records?partition=0&count=9999"),
    ask("/topics/message-topic/search?text="),
    ask("/topics/message-topic/search?text=x&next=x"),
    ask("/view", { topics: [{ topic: "t" }], cells: 51 }),
    ask("/topics/message-topic/records", { key: null, value: "v", headers: [], acks: 2 }),
    ask("/groups/g/moves", { topic: "t", to: { kind: "offset" }, version: "" }),
  ];
  for (const { status, body } of await Promise.all(wrong)) {
    expect(status).toBe(400);
    expect(body.words.fr).toBeTruthy();
  }
  expect((await ask("/topics/none/records?partition=0")).status).toBe(404);
});

test("when a record is sent, then as it was written, and it is said where it is, if anybody knows", async () => {
  const { ask, sent } = await serveKafka();
  const headers = [
    ["a", "1"],
    ["a", "2"],
    ["__proto__", "3"],
  ];
  const record = { key: null, value: null, headers, acks: -1, partition: 0 };
  const { status, body } = await ask("/topics/message-topic/records", record);
  expect([status, body]).toEqual([200, { partition: 0, offset: 2, tookMs: expect.any(Number) }]);
  const [message] = sent[0]?.messages ?? [];
  expect(sent[0]).toMatchObject({ topic: "message-topic", acks: -1 });
  expect(message).toMatchObject({ key: null, value: null, partition: 0 });
  expect(Object.entries(message?.headers ?? {})).toEqual([
    ["a", ["1", "2"]],
    ["__proto__", "3"],
  ]);
  const unknown = await ask("/topics/message-topic/records", { ...record, partition: undefined, acks: 0 });
  expect(unknown.body).toEqual({ partition: 0, tookMs: expect.any(Number) });
  expect(sent[1]?.messages[0]).not.toHaveProperty("partition");
  expect((await ask("/topics/message-topic/records", { ...record, partition: 3 })).status).toBe(404);
});

test("when Kafka refuses a record, then its reason is the answer", async () => {
  const fails = Object.assign(new Error("too large"), {
    name: "KafkaJSProtocolError",
    type: "MESSAGE_TOO_LARGE",
  });
  const { ask } = await serveKafka({ fails });
  const record = { key: null, value: "v", headers: [], acks: 1 };
  const { status, body } = await ask("/topics/message-topic/records", record);
  expect(status).toBe(409);
  expect(body.words.en).toContain("too large");
});

test("when a group is moved, then first the plan is shown, and then it is made", async () => {
  const { kafka, ask } = await serveKafka();
  const asked = { topic: "message-topic", to: { kind: "latest" } };
  const path = `/groups/${encodeURIComponent("a/b")}/moves`;
  const preview = await ask(`${path}/preview`, asked);
  expect(preview.body).toMatchObject({ positions: [{ partition: 0, from: 0, to: 2 }] });
  expect((await ask(path, { ...asked, version: "stale" })).status).toBe(409);
  expect((await ask(path, { ...asked, version: preview.body.version })).status).toBe(200);
  expect(kafka.groups.get("a/b")?.committed["message-topic"]).toEqual({ 0: 2 });
  expect((await ask(`/groups/${encodeURIComponent("a/b")}/lag`)).body).toEqual({ samples: [] });
});

test("when the page says what it shows, then that is kept", async () => {
  const { ask } = await serveKafka();
  const view = { topics: [{ topic: "message-topic", partitions: [0] }], cells: 3 };
  expect(await ask("/view", view)).toEqual({ status: 200, body: view });
});
