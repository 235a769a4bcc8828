import type { EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import type { Config } from "./config.ts";
import { createOffsetCommitter } from "./offset-committer.ts";

/** A message as readers get it. */
export type IncomingMessage = {
  message: string | null;
  key: string | null;
  headers: Record<string, string>;
  topic: string;
  partition: number;
  offset: number;
  timestamp: number;
};

/** What a consumer reports to its owner. */
export type ConsumerEvents = {
  deliver: (message: IncomingMessage, stop: AbortSignal) => Promise<boolean>;
  assigned: (partitions: number[]) => void;
  alive: () => void;
  commitFailed: (error: Error) => void;
};

/** One membership of the group, from joining to leaving; the only file that knows kafkajs. */
export function createMessageConsumer(kafka: Kafka, config: Config, events: ConsumerEvents) {
  const consumer = kafka.consumer({
    groupId: config.GROUP_ID,
    heartbeatInterval: config.HEARTBEAT_INTERVAL_MS,
    sessionTimeout: config.SESSION_TIMEOUT_MS,
    rebalanceTimeout: 30_000,
    maxWaitTimeInMs: 200,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  });
  let interruption = new AbortController();
  const crash = Promise.withResolvers<never>();
  crash.promise.catch(() => undefined);
  consumer.on("consumer.crash", ({ payload }) => crash.reject(payload.error));
  consumer.on("consumer.heartbeat", events.alive);
  consumer.on("consumer.group_join", ({ payload }) => {
    interruption = new AbortController();
    events.alive();
    events.assigned(payload.memberAssignment[config.TOPIC] ?? []);
  });

  /** The consuming loop: hand over a message, then count it as read, then the next. */
  async function eachBatch({ batch, isRunning, isStale, ...kafkaCalls }: EachBatchPayload): Promise<void> {
    const session = keepAlive(kafkaCalls.heartbeat, interruption, config.HEARTBEAT_INTERVAL_MS);
    const committer = createOffsetCommitter(commitTo(config.TOPIC, kafkaCalls), events.commitFailed);
    if (config.AUTO_COMMIT) committer.mark(batch.partition, BigInt(batch.lastOffset()) + 1n);
    for (const record of batch.messages) {
      if (!isRunning() || isStale()) break;
      const handedOver = await deliverUntilTaken(toIncoming(batch, record), interruption.signal);
      if (!handedOver) break;
      kafkaCalls.resolveOffset(record.offset);
      if (!config.AUTO_COMMIT) committer.mark(batch.partition, BigInt(record.offset) + 1n);
    }
    await committer.flush();
    session.end();
  }

  async function deliverUntilTaken(message: IncomingMessage, stop: AbortSignal): Promise<boolean> {
    while (!stop.aborted) {
      const handedOver = await events.deliver(message, stop);
      if (handedOver || (config.AUTO_COMMIT && !stop.aborted)) return true;
    }
    return false;
  }

  /** Joins the group and consumes; rejects when kafkajs gives up. */
  async function run(): Promise<never> {
    await consumer.connect();
    await consumer.subscribe({ topic: config.TOPIC, fromBeginning: config.AUTO_OFFSET_RESET === "earliest" });
    const concurrency = config.TOPIC_PARTITIONS;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch,
    });
    return crash.promise;
  }

  /** Lets the loop finish the message it is at, commits and leaves the group, so that others take over at once. */
  async function leave(): Promise<void> {
    interruption.abort();
    await consumer.disconnect();
  }

  return { run, leave };
}

// kafkajs sends no heartbeat while a handler waits for a reader; when one fails, every handler must let go.
function keepAlive(heartbeat: () => Promise<void>, interruption: AbortController, intervalMs: number) {
  let failure: unknown;
  const timer = setInterval(() => {
    heartbeat().catch((error) => {
      failure = error;
      interruption.abort();
    });
  }, intervalMs);
  const end = () => {
    clearInterval(timer);
    if (failure) throw failure;
  };
  return { end };
}

function commitTo(
  topic: string,
  { commitOffsetsIfNecessary }: Pick<EachBatchPayload, "commitOffsetsIfNecessary">,
) {
  return (partitions: { partition: number; offset: string }[]) =>
    commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
}

function toIncoming({ topic, partition }: EachBatchPayload["batch"], record: KafkaMessage): IncomingMessage {
  const headers = Object.entries(record.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    message: record.value?.toString() ?? null,
    key: record.key?.toString() ?? null,
    headers: Object.fromEntries(headers),
    topic,
    partition,
    offset: Number(record.offset),
    timestamp: Number(record.timestamp),
  };
}
