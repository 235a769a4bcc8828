import { createRequire } from "node:module";
import { addCompressionCodecs } from "../../../../services/kafka/compression.ts";
import { stopNegativeTimers } from "../../../../services/kafka/kafkajs-timers.ts";
import type { Answered, Asked } from "./protocol.ts";

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A connection to one broker; it belongs to no group, and its broker keeps nothing of it. */
export interface BrokerLink {
  /**
   * Sends one request. `Fetch` has a socket of its own, so that one that waits holds nothing else up.
   * @throws what kafkajs throws when there is no answer; the link is of no use then
   */
  ask<Api extends keyof Asked>(api: Api, asked: Asked[Api]): Promise<Answered[Api]>;
  /** Whether a request was not answered. */
  readonly isDead: () => boolean;
  /** At once; what waits for an answer fails. */
  close(): void;
}

/** Opens a link; nothing is sent before the broker has said which versions it knows. */
export type OpenLink = (address: Address) => Promise<BrokerLink>;

/** A broker that runs accepts at once; one that is frozen never answers. */
const CONNECT_MS = 1_000;
const ANSWER_MS = 3_000;

/**
 * This and `decode-assignment.ts` are all that we take from the inside of kafkajs 2.2.4: it offers no way to read records
 * without a group (https://github.com/tulios/kafkajs/issues/373), and gives no metadata at all while one partition has no
 * leader. `tests/services/broker-link.test.ts` tries it on a real broker.
 */
export const openLink: OpenLink = async ({ host, port }) => {
  const { Broker, ConnectionPool, apiKeys, logger, requests, socketFactory } = loadInside();
  const settings = { host, port, logger, socketFactory, clientId: "lab-page" };
  const timeouts = { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, enforceRequestTimeout: true };
  const connectionPool = new ConnectionPool({ ...settings, ...timeouts });
  const broker = new Broker({ connectionPool, logger, allowAutoTopicCreation: false });
  let isDead = false;

  function close(): void {
    isDead = true;
    for (const connection of connectionPool.pool) drop(connection);
  }

  /** Without it kafkajs opens a second socket for the second of two simultaneous requests. */
  async function connect(): Promise<void> {
    await broker.connect();
    await connectionPool.getConnection(FETCHING);
  }

  async function orDead<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      close();
      throw error;
    }
  }

  await orDead(connect());
  return {
    ask: (api, asked) => {
      const { request, response, requestTimeout } = broker.lookupRequest(apiKeys[api], requests[api])(asked);
      // What kafkajs would throw as soon as one partition has an error code.
      const asItIs = { ...response, parse: async (decoded: unknown) => decoded };
      const call = {
        request,
        response: asItIs,
        requestTimeout: ANSWER_MS + (requestTimeout ?? 0),
        logResponseError: false,
      };
      return orDead(connectionPool.send(call)) as Promise<never>;
    },
    isDead: () => isDead || !connectionPool.pool.every((connection) => connection.isConnected()),
    close,
  };
};

/** The socket of a pool that kafkajs uses for `Fetch` alone. */
const FETCHING = 1;

/** Without a farewell: a frozen broker would keep the socket open for ever. */
function drop(connection: Connection): void {
  connection.socket?.destroy();
  connection.requestQueue.rejectAll(new Error("the connection was closed"));
  void connection.disconnect().catch(() => undefined);
}

type Connection = {
  socket?: import("node:net").Socket;
  requestQueue: { rejectAll(why: Error): void };
  isConnected(): boolean;
  disconnect(): Promise<unknown>;
};

type Call = { request: object; response: object; requestTimeout?: number };

/** The parts of kafkajs that have no types. */
interface Inside {
  readonly Broker: new (
    options: object,
  ) => {
    connect(): Promise<void>;
    lookupRequest(apiKey: number, versions: unknown): (asked: object) => Call;
  };
  readonly ConnectionPool: new (
    options: object,
  ) => {
    pool: Connection[];
    getConnection(index: number): Promise<Connection>;
    send(call: Call): Promise<unknown>;
  };
  readonly apiKeys: Readonly<Record<keyof Asked, number>>;
  readonly requests: Readonly<Record<keyof Asked, unknown>>;
  readonly logger: object;
  readonly socketFactory: object;
}

let inside: Inside | undefined;

/** When it is first needed, because it takes a tenth of a second. */
function loadInside(): Inside {
  if (inside) return inside;
  const load = createRequire(import.meta.url);
  addCompressionCodecs();
  stopNegativeTimers();
  const { createLogger, LEVELS } = load("kafkajs/src/loggers");
  inside = {
    Broker: load("kafkajs/src/broker"),
    ConnectionPool: load("kafkajs/src/network/connectionPool"),
    apiKeys: load("kafkajs/src/protocol/requests/apiKeys"),
    requests: load("kafkajs/src/protocol/requests").requests,
    logger: createLogger({ level: LEVELS.NOTHING, logCreator: () => () => undefined }),
    socketFactory: load("kafkajs/src/network/socketFactory")(),
  };
  return inside;
}
