import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Kafka, logLevel, type Producer } from "kafkajs";
import { stopNegativeTimers } from "../../../services/kafka/kafkajs-timers.ts";
import type { ClusterLab } from "./cluster-lab.ts";

/** A message that was acknowledged, with its place. */
export interface Acknowledged {
  readonly message: string;
  readonly partition: number;
  readonly offset: number;
}

const topic = "message-topic";
const partitions = [0, 1, 2];

/**
 * Clients that work as long as it runs: users that post to service-a, one that reads from service-b, and a producer
 * that writes to every partition at once. Only acknowledged messages count; each is retried until it is acknowledged.
 */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  /** The messages that service-b has handed out, as `partition@offset`. */
  readonly read = new Set<string>();
  /** POSTs that failed; the users tried again. */
  refused = 0;
  /** GETs that were answered neither with a message nor with "none came in time". */
  readsRefused = 0;
  /** Their errors, for the test's report. */
  readonly refusals: string[] = [];
  readonly #acknowledgedAtMs: number[] = [];
  readonly #postedAtMs: number[] = [];
  readonly #readAtMs: number[] = [];
  readonly #lab: ClusterLab;
  readonly #producer: Producer;
  /** Other loads have sent to the same topic. */
  readonly #id = randomUUID().slice(0, 8);
  readonly #end = new AbortController();
  #running = true;
  #workers: Promise<void>[] = [];

  /** Users say how long they wait where a single broker is replaced; else they wait as long as the services do. */
  readonly #patience: string;

  constructor(lab: ClusterLab, { waitSeconds }: { waitSeconds?: number } = {}) {
    this.#lab = lab;
    this.#patience = waitSeconds === undefined ? "" : `?timeout=${waitSeconds}`;
    this.#producer = connectTo(lab).producer({ allowAutoTopicCreation: false, metadataMaxAge: 5_000 });
  }

  async start(): Promise<this> {
    await this.#producer.connect();
    const users = ["user 1", "user 2"].map((user) => this.#repeat(user, (message) => this.#post(message)));
    this.#workers = [
      ...users,
      this.#repeat("producer", (message) => this.#produce(message)),
      this.#readAll(),
      this.#readAll(),
    ];
    return this;
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#end.abort();
    await Promise.all(this.#workers);
    await this.#producer.disconnect();
  }

  /** The longest time since then in which not every partition took a message, in seconds. */
  longestGapSince(sinceMs: number): number {
    return longestGap(this.#acknowledgedAtMs, sinceMs);
  }

  /** The longest time since then in which no user's POST was acknowledged, in seconds. */
  longestPostGapSince(sinceMs: number): number {
    return longestGap(this.#postedAtMs, sinceMs);
  }

  /** The longest time since then in which service-b handed nothing out, in seconds. */
  longestReadGapSince(sinceMs: number): number {
    return longestGap(this.#readAtMs, sinceMs);
  }

  /** When every partition last took a message. */
  get lastAcknowledgedMs(): number {
    return this.#acknowledgedAtMs.at(-1) ?? 0;
  }

  /** When service-b last handed a message out. */
  get lastReadMs(): number {
    return this.#readAtMs.at(-1) ?? 0;
  }

  async #repeat(who: string, send: (message: string) => Promise<void>): Promise<void> {
    for (let count = 1; this.#running; count++) {
      await send(`${who}, ${this.#id}: ${count}`);
      await pause(40);
    }
  }

  async #post(message: string): Promise<void> {
    while (this.#running) {
      const response = await fetch(`${this.#lab.serviceA}/api/messages${this.#patience}`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(message),
      }).catch(() => undefined);
      if (response?.status === 200) {
        this.acknowledged.push((await response.json()) as Acknowledged);
        this.#postedAtMs.push(performance.now());
        return;
      }
      this.refused += 1;
      this.refusals.push(`POST: ${response?.status}, ${await response?.text()}`);
      await pause(100);
    }
  }

  async #produce(message: string): Promise<void> {
    const messages = partitions.map((partition) => ({ partition, value: `${message} to ${partition}` }));
    try {
      for (const { partition, baseOffset } of await this.#producer.send({ topic, messages, acks: -1 }))
        this.acknowledged.push({
          message: `${message} to ${partition}`,
          partition,
          offset: Number(baseOffset),
        });
      this.#acknowledgedAtMs.push(performance.now());
    } catch {
      await pause(100);
    }
  }

  async #readAll(): Promise<void> {
    while (this.#running) {
      const response = await fetch(`${this.#lab.serviceB}/api/messages${this.#patience || "?timeout=30"}`, {
        headers: { accept: "application/json" },
        signal: this.#end.signal,
      }).catch(() => undefined);
      if (response?.status !== 200) {
        if (this.#running && response?.status !== 204) {
          this.readsRefused += 1;
          this.refusals.push(`GET: ${response?.status}, ${await response?.text()}`);
        }
        await pause(50);
        continue;
      }
      const { partition, offset } = (await response.json()) as Acknowledged;
      this.read.add(`${partition}@${offset}`);
      this.#readAtMs.push(performance.now());
    }
  }
}

/** A client that looks for another leader every few tenths of a second, and logs nothing. */
export function connectTo(lab: Pick<ClusterLab, "bootstrap">): Kafka {
  stopNegativeTimers();
  return new Kafka({
    clientId: "cluster-test",
    brokers: [...lab.bootstrap],
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 40, initialRetryTime: 100, maxRetryTime: 300 },
    logLevel: logLevel.NOTHING,
  });
}

function longestGap(momentsMs: readonly number[], sinceMs: number): number {
  const moments = [sinceMs, ...momentsMs.filter((ms) => ms > sinceMs), performance.now()];
  return Math.max(...moments.slice(1).map((ms, index) => ms - (moments[index] ?? ms))) / 1_000;
}
