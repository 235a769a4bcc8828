import type { EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import type { Config } from "./config.ts";
import { createSession } from "./consumer-session.ts";
import { type IncomingMessage, type IncomingValue, toValue } from "./contract.ts";
import { rejoinAsSameMember } from "./kafkajs-member-id.ts";
import { tieOffsetsToTheirTopic } from "./kafkajs-topic-change.ts";
import { endWhenTopicIsGone } from "./kafkajs-topic-gone.ts";
import { createOffsetCommitter } from "./offset-committer.ts";

/** How long the others of the group may take to join. */
export const REBALANCE_TIMEOUT_MS = 30_000;

/** Callbacks of a consumer to its owner. */
export type ConsumerEvents = {
  /** Hands a message to a reader; false when it was not taken. */
  deliver: (message: IncomingMessage, stop: AbortSignal) => Promise<boolean>;
  assigned: (partitions: number[]) => void;
  alive: () => void;
  commitFailed: (error: Error) => void;
  lag: (partition: number, messages: number) => void;
};

/**
 * One membership of the group, from joining to leaving; apart from kafkajs-*.ts, only this file of service-b knows
 * kafkajs.
 */
export function createMessageConsumer(kafka: Kafka, config: Config, events: ConsumerEvents) {
  rejoinAsSameMember();
  endWhenTopicIsGone();
  tieOffsetsToTheirTopic();
  const consumer = kafka.consumer(consumerSettings(config));
  const committer = createOffsetCommitter({ pauseMs: 20, onError: events.commitFailed });
  const crash = Promise.withResolvers<never>();
  const session = createSession({
    heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
    silenceMs: config.SESSION_TIMEOUT_MS,
  });

  /** The consuming loop: hands a message over, counts it as read, then takes the next. */
  async function consume(
    { batch, resolveOffset, isRunning, isStale, ...calls }: EachBatchPayload,
    stop: AbortSignal,
  ) {
    const commit = () => calls.commitOffsetsIfNecessary(calls.uncommittedOffsets());
    if (config.AUTO_COMMIT) {
      resolveOffset(batch.lastOffset());
      committer.commitSoon(commit);
      await committer.flush();
    }
    const lagFrom = (offset: number) => events.lag(batch.partition, Number(batch.highWatermark) - offset);
    for (const record of batch.messages) {
      if (!isRunning() || isStale() || stop.aborted) break;
      const message = toIncoming(batch, record);
      lagFrom(message.offset);
      const handedOver = await deliver(message, stop);
      if (!handedOver) break;
      lagFrom(message.offset + 1);
      if (config.AUTO_COMMIT) continue;
      resolveOffset(record.offset);
      committer.commitSoon(commit);
    }
    if (stop.aborted) await committer.flush();
  }

  // A message whose reader went away is offered again, unless it was already committed: then it is lost.
  async function deliver(message: IncomingMessage, stop: AbortSignal): Promise<boolean> {
    let handedOver = false;
    while (!handedOver && !stop.aborted)
      handedOver = (await events.deliver(message, stop)) || config.AUTO_COMMIT;
    return handedOver;
  }

  function alive(): void {
    session.alive();
    events.alive();
  }

  /** Joins the group and consumes; rejects when kafkajs gives up. */
  async function run(): Promise<never> {
    consumer.on("consumer.crash", ({ payload }) => crash.reject(payload.error));
    consumer.on("consumer.heartbeat", alive);
    // Before kafkajs joins anew, a commit still counts, and saves the next owner a repetition.
    consumer.on("consumer.rebalancing", () => committer.flush());
    consumer.on("consumer.group_join", ({ payload }) => {
      alive();
      events.assigned(payload.memberAssignment[config.TOPIC] ?? []);
    });
    await consumer.connect();
    await consumer.subscribe({ topic: config.TOPIC, fromBeginning: config.AUTO_OFFSET_RESET === "earliest" });
    await consumer.run({
      eachBatch: (payload) => session.run(payload.heartbeat, (stop) => consume(payload, stop)),
      eachBatchAutoResolve: false,
      autoCommit: false,
      partitionsConsumedConcurrently: config.TOPIC_PARTITIONS,
    });
    return crash.promise;
  }

  /** Ends the loop after its current message, commits, and leaves the group so that others take over at once. */
  async function leave(): Promise<void> {
    session.end();
    await committer.flush();
    await consumer.disconnect();
  }

  return { run, leave };
}

function consumerSettings(config: Config) {
  return {
    groupId: config.GROUP_ID,
    heartbeatInterval: config.HEARTBEAT_INTERVAL_MS,
    sessionTimeout: config.SESSION_TIMEOUT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    metadataMaxAge: 30_000,
    maxWaitTimeInMs: 200,
    // Fetched messages wait for readers as objects, which the garbage collector copies, so fewer are faster.
    maxBytesPerPartition: 65_536,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  };
}

function toIncoming({ topic, partition }: EachBatchPayload["batch"], record: KafkaMessage): IncomingMessage {
  const headers = Object.entries(record.headers ?? {}).map(([name, value]) => [name, toHeader(value)]);
  return {
    message: toValue(record.value),
    key: toValue(record.key),
    headers: Object.fromEntries(headers),
    topic,
    partition,
    offset: Number(record.offset),
    timestamp: Number(record.timestamp),
  };
}

// kafkajs makes a list of a header that comes several times, and treats inherited properties of objects, such as
// `toString`, as a first value of that name.
function toHeader(value: unknown): IncomingValue | IncomingValue[] {
  const values = [value].flat().filter((one) => one === null || Buffer.isBuffer(one));
  const list = values.map(toValue);
  return list.length === 1 ? (list[0] ?? null) : list;
}
