import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { dropDeadConnections } from "./kafkajs-connections.ts";

const load = createRequire(import.meta.url);
const Encoder = load("kafkajs/src/protocol/encoder.js");
const createSocketFactory = load("kafkajs/src/network/socketFactory.js");

const FETCH = 1;
const TIMED_OUT = { name: "KafkaJSRequestTimeoutError" };

beforeAll(() => {
  dropDeadConnections();
  dropDeadConnections();
});

test("when a request times out, then the next one goes over a new connection", async () => {
  const client = await startBroker((socket, answers, connection) => {
    if (connection > 1) socket.write(answers.at(-1) ?? "");
  });
  const dead = await Promise.allSettled([client.ask(), client.ask()]);
  expect(dead).toMatchObject([{ reason: TIMED_OUT }, { reason: TIMED_OUT }]);
  expect(await client.ask()).toBe("connection 2, request 1");
});

test("when a request times out, then idle connections to the same broker are dropped as well", async () => {
  const client = await startBroker((socket, answers, connection) => {
    if (connection !== 2) socket.write(answers.at(-1) ?? "");
  });
  expect(await client.ask()).toBe("connection 1, request 1");
  await expect(client.ask({ apiKey: FETCH })).rejects.toMatchObject(TIMED_OUT);
  expect(await client.ask()).toBe("connection 3, request 1");
});

test("when a request has waited behind another that may take longer, then the connection is kept", async () => {
  const client = await startBroker((socket, answers) => {
    if (answers.length === 3) socket.write(Buffer.concat(answers));
  });
  const patient = client.ask({ requestTimeout: 60_000 });
  await expect(client.ask()).rejects.toMatchObject(TIMED_OUT);
  expect(await client.ask()).toBe("connection 1, request 3");
  expect(await patient).toBe("connection 1, request 1");
});

test("when a connection breaks within an answer, then the next connection begins with its own answer", async () => {
  const client = await startBroker((socket, [answer], connection) => {
    if (connection > 1) socket.write(answer ?? "");
    else socket.end(answer?.subarray(0, -1) ?? "");
  });
  await expect(client.ask()).rejects.toMatchObject({ name: "KafkaJSConnectionClosedError" });
  expect(await client.ask()).toBe("connection 2, request 1");
});

/** Plays the broker: called at each request, with the answers to all requests of its connection so far. */
type Behaviour = (socket: Socket, answers: Buffer[], connection: number) => void;

async function startBroker(behave: Behaviour) {
  let connections = 0;
  const server = createServer((socket) => {
    const connection = ++connections;
    const answers: Buffer[] = [];
    socket.on("data", (data) => {
      for (const id of correlationIdsIn(data)) {
        answers.push(answerTo(id, `connection ${connection}, request ${answers.length + 1}`));
        behave(socket, answers, connection);
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const timeouts = { requestTimeout: 50, connectionTimeout: 1_000 };
  const socketFactory = createSocketFactory();
  const pool = new ConnectionPool({ host: "127.0.0.1", port, ...timeouts, socketFactory, logger: silent });
  await pool.getConnection();
  onTestFinished(async () => {
    for (const { socket } of pool.pool) socket?.destroy();
    server.close();
  });
  return { ask: (options: Options = {}) => ask(pool, options) };
}

type Options = { apiKey?: number; requestTimeout?: number };

function ask(pool: ConnectionPool, { apiKey = 0, ...options }: Options): Promise<unknown> {
  const encode = async () => new Encoder();
  const request = { apiKey, apiName: "Test", apiVersion: 0, encode };
  const response = { decode: async (payload: Buffer) => payload, parse: String };
  return pool.send({ request, response, ...options } as { request: typeof request });
}

/** Of requests in Kafka's framing: length, API key and version, correlation id. */
function* correlationIdsIn(data: Buffer): Generator<number> {
  for (let at = 0; at < data.length; at += 4 + data.readInt32BE(at)) yield data.readInt32BE(at + 8);
}

function answerTo(correlationId: number, text: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(4 + text.length, 0);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

const ignore = () => {};
const silent = { namespace: () => ({ debug: ignore, info: ignore, warn: ignore, error: ignore }) };
