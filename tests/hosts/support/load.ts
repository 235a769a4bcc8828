import { setTimeout as pause } from "node:timers/promises";
import { Kafka, logLevel, type Producer } from "kafkajs";
import { dropDeadConnections } from "../../../services/kafka/kafkajs-connections.ts";
import { stopNegativeTimers } from "../../../services/kafka/kafkajs-timers.ts";
import { askNodes } from "./ask-nodes.ts";
import type { HostsLab } from "./hosts-lab.ts";

/** A message that was acknowledged, and its place. */
interface Acknowledged {
  readonly message: string;
  readonly partition: number;
  readonly offset: number;
}

const topic = "message-topic";

/**
 * Users that post to service-a on whichever node answers, one that reads from service-b, and a producer that writes to
 * every partition at once. Only what was acknowledged counts.
 */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  /** What service-b has handed out, as `partition@offset`. */
  readonly read = new Set<string>();
  /** POSTs that a service failed, and those that no node took, with why. */
  readonly failures: { readonly atMs: number; readonly why: string }[] = [];
  /** Messages that Kafka did not take from the producer, with why. */
  readonly notTaken: { readonly atMs: number; readonly why: string }[] = [];
  readonly #acknowledgedAtMs: number[] = [];
  readonly #postedAtMs: number[] = [];
  readonly #lab: HostsLab;
  readonly #producer: Producer;
  #writing = true;
  #reading = true;
  #writers: Promise<void>[] = [];
  #reader: Promise<void> | undefined;

  constructor(lab: HostsLab) {
    this.#lab = lab;
    this.#producer = connectTo(lab).producer({ allowAutoTopicCreation: false, metadataMaxAge: 5_000 });
  }

  async start(): Promise<this> {
    await this.#producer.connect();
    this.#writers = [this.#post("user 1"), this.#post("user 2"), this.#produce()];
    this.#reader = this.#readAll();
    return this;
  }

  /** Reading goes on. */
  async stopWriting(): Promise<void> {
    this.#writing = false;
    await Promise.all(this.#writers);
  }

  isReadWhole(): boolean {
    return this.acknowledged.every((it) => this.read.has(placeOf(it)));
  }

  async stop(): Promise<void> {
    await this.stopWriting();
    this.#reading = false;
    await this.#reader;
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

  /** Reads the whole topic, and answers what was acknowledged and is not at its place, or was handed out to nobody. */
  async audit(): Promise<{ lost: Acknowledged[]; unread: number }> {
    const log = await readTopic(this.#lab);
    return {
      lost: this.acknowledged.filter((it) => log.get(placeOf(it)) !== it.message),
      unread: this.acknowledged.filter((it) => !this.read.has(placeOf(it))).length,
    };
  }

  async #post(user: string): Promise<void> {
    for (let count = 0; this.#writing; count += 1) {
      const message = `${user}, ${count}`;
      const answer = await askNodes(this.#lab.serviceA, "/api/messages", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(message),
      });
      if (answer.status === 200) {
        const { partition, offset } = answer.body as Acknowledged;
        this.acknowledged.push({ message, partition, offset: Number(offset) });
        this.#postedAtMs.push(performance.now());
      } else
        this.failures.push({
          atMs: performance.now(),
          why: `${answer.status} ${JSON.stringify(answer.body)}`,
        });
      await pause(20);
    }
  }

  async #produce(): Promise<void> {
    for (let count = 0; this.#writing; count += 1) {
      const messages = [0, 1, 2].map((partition) => ({
        partition,
        value: `producer, ${count} to ${partition}`,
      }));
      try {
        for (const { partition, baseOffset } of await this.#producer.send({ topic, messages, acks: -1 }))
          this.acknowledged.push({
            message: `producer, ${count} to ${partition}`,
            partition,
            offset: Number(baseOffset),
          });
        this.#acknowledgedAtMs.push(performance.now());
      } catch (error) {
        this.notTaken.push({ atMs: performance.now(), why: reasonOf(error) });
        await pause(100);
      }
      await pause(20);
    }
  }

  /** Each replica of service-b hands out its own partitions, so all nodes are asked in turn. */
  async #readAll(): Promise<void> {
    const readers = this.#lab.serviceB.map(async (node) => {
      while (this.#reading) {
        const answer = await askNodes([node], "/api/messages?timeout=1", {
          headers: { accept: "application/json" },
        });
        if (answer.status !== 200) {
          await pause(200);
          continue;
        }
        const { partition, offset } = answer.body as Acknowledged;
        this.read.add(`${partition}@${offset}`);
      }
    });
    await Promise.all(readers);
  }
}

/**
 * A client that logs nothing, and tells when Kafka serves again: it gives a connection up that has not answered, because to a
 * host that is cut off it stays open, and sooner than service-a does, or the gap that it sees would be its own. What fails is
 * tried again by whoever calls: kafkajs' own retries first reach for the same broker again, as often as they may, for a second
 * each.
 */
export function connectTo({ bootstrap }: Pick<HostsLab, "bootstrap">, retries = 0): Kafka {
  stopNegativeTimers();
  dropDeadConnections();
  return new Kafka({
    clientId: "hosts-test",
    brokers: [...bootstrap],
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 300 },
    logLevel: logLevel.NOTHING,
  });
}

async function readTopic(lab: HostsLab): Promise<Map<string, string>> {
  const kafka = connectTo(lab, 40);
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  const missing = new Set(ends.filter(({ offset }) => offset !== "0").map(({ partition }) => partition));
  const log = new Map<string, string>();
  const consumer = kafka.consumer({ groupId: `audit-${process.pid}-${Date.now()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    const { promise: isRead, resolve: done } = Promise.withResolvers<void>();
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        log.set(`${partition}@${message.offset}`, message.value?.toString() ?? "");
        const end = ends.find((it) => it.partition === partition)?.offset;
        if (Number(message.offset) >= Number(end) - 1) missing.delete(partition);
        if (missing.size === 0) done();
      },
    });
    await Promise.race([isRead, pause(120_000)]);
  } finally {
    await consumer.disconnect();
  }
  return log;
}

/** With the broker that it is about, where kafkajs knows it. */
function reasonOf(error: unknown): string {
  const { message, broker, cause } = error as Error & { broker?: string; cause?: { broker?: string } };
  return `${message} (${cause?.broker ?? broker ?? "any broker"})`;
}

function placeOf({ partition, offset }: Acknowledged): string {
  return `${partition}@${offset}`;
}

function longestGap(momentsMs: readonly number[], sinceMs: number): number {
  const moments = [sinceMs, ...momentsMs.filter((ms) => ms > sinceMs), performance.now()];
  return Math.max(...moments.slice(1).map((ms, index) => ms - (moments[index] ?? ms))) / 1_000;
}
