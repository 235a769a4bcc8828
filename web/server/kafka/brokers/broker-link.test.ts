import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { framed, int16, int32, string, unframed } from "../../../../lib/kafka/wire.ts";
import { eventually } from "../../../../tests/support/eventually.ts";
import { openLink } from "./broker-link.ts";

/** Which requests the broker knows, and in which version at most. */
const VERSIONS = { 1: 4, 3: 1, 18: 2 };

/** A broker that knows its versions, and of everything else what it is given; undefined means no answer. */
async function serveBroker(answer: (apiKey: number) => Buffer | undefined) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    socket.on("data", (chunk) => {
      const request = unframed(chunk);
      if (!request) return;
      const apiKey = request.readInt16BE(0);
      const body = apiKey === 18 ? apiVersions() : answer(apiKey);
      if (body) socket.write(framed(request.subarray(4, 8), body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(stop);
  return { address: { host: "127.0.0.1", port: (server.address() as AddressInfo).port }, sockets, stop };
}

function apiVersions(): Buffer {
  const rows = Object.entries(VERSIONS).map(([key, most]) =>
    Buffer.concat([int16(Number(key)), int16(0), int16(most)]),
  );
  return Buffer.concat([int16(0), int32(rows.length), ...rows, int32(0)]);
}

/** One broker, and one topic whose only partition has no leader. */
function leaderless(): Buffer {
  const broker = Buffer.concat([int32(1), string("127.0.0.1"), int32(9092), int16(-1)]);
  const partition = Buffer.concat([int16(5), int32(0), int32(-1), int32(1), int32(1), int32(0)]);
  const topic = Buffer.concat([int16(0), string("t"), Buffer.from([0]), int32(1), partition]);
  return Buffer.concat([int32(1), broker, int32(1), int32(1), topic]);
}

const allTopics = { topics: [], allowAutoTopicCreation: false } as const;
const fetchAll = { isolationLevel: 1, maxWaitTime: 0, minBytes: 1, maxBytes: 1, topics: [] } as const;

test("when a partition has no leader, then the metadata comes all the same", async () => {
  const { address } = await serveBroker(() => leaderless());
  const link = await openLink(address);
  const { brokers, topicMetadata } = await link.ask("Metadata", allTopics);
  expect(brokers).toMatchObject([{ nodeId: 1, port: 9092 }]);
  expect(topicMetadata).toMatchObject([
    { topic: "t", partitionMetadata: [{ partitionErrorCode: 5, leader: -1, replicas: [1], isr: [] }] },
  ]);
  link.close();
});

test("when a fetch waits, then it has a socket of its own, and nothing waits behind it; closing ends it at once", async () => {
  const { address, sockets } = await serveBroker((apiKey) => (apiKey === 1 ? undefined : leaderless()));
  const link = await openLink(address);
  expect(sockets.size).toBe(2);
  const waiting = link.ask("Fetch", fetchAll);
  waiting.catch(() => undefined);
  await link.ask("Metadata", allTopics);
  expect(link.isDead()).toBe(false);
  link.close();
  await expect(waiting).rejects.toThrow("closed");
  expect(link.isDead()).toBe(true);
  await eventually("the sockets are closed", () => [...sockets].every((socket) => socket.destroyed));
});

test("when the broker goes away, then what waits fails, and the link is dead", async () => {
  const { address, stop } = await serveBroker(() => undefined);
  const link = await openLink(address);
  const waiting = link.ask("Metadata", allTopics);
  waiting.catch(() => undefined);
  stop();
  await expect(waiting).rejects.toThrow();
  await eventually("the link is dead", () => link.isDead());
  await expect(openLink(address)).rejects.toThrow("ECONNREFUSED");
});

test("when something answers nothing at all, then no link is opened, within seconds", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const beganMs = performance.now();
  await expect(openLink({ host: "127.0.0.1", port })).rejects.toThrow();
  expect(performance.now() - beganMs).toBeLessThan(5_000);
});
