import { type Admin, Kafka, type logLevel, type PartitionMetadata } from "kafkajs";
import type { Logger } from "pino";
import type { KafkaSettings } from "../shared/config.ts";
import { addCompressionCodecs } from "./compression.ts";
import { dropDeadConnections } from "./kafkajs-connections.ts";
import { stopNegativeTimers } from "./kafkajs-timers.ts";

type Options = { log: Logger; retries: number; maxRetryTimeMs?: number; onError?: () => void };

/** A connection's settings; nothing is sent before a producer, consumer or admin connects. */
export function createKafka(settings: KafkaSettings, options: Options): Kafka {
  const { log, retries, maxRetryTimeMs = 1_000, onError } = options;
  stopNegativeTimers();
  dropDeadConnections();
  addCompressionCodecs();
  return new Kafka({
    clientId: settings.CLIENT_ID,
    brokers: rotating(settings.KAFKA_BOOTSTRAP_SERVERS),
    // The address of a killed container answers nothing at all; a second is long enough for a broker that runs.
    connectionTimeout: 1_000,
    requestTimeout: settings.REQUEST_TIMEOUT_MS,
    retry: { retries, initialRetryTime: 100, maxRetryTime: maxRetryTimeMs },
    logCreator: () => writeTo(log, onError),
  });
}

/** A connection for queries: asks each bootstrap server once; its caller decides whether to try again. */
export function createAdminKafka(settings: KafkaSettings, log: Logger): Kafka {
  return createKafka(settings, { log, retries: settings.KAFKA_BOOTSTRAP_SERVERS.length - 1 });
}

// kafkajs would begin each new connection with the first of them, and fail there for as long as that one is down.
function rotating(servers: readonly string[]): () => string[] {
  let turn = 0;
  return () => {
    const at = turn++ % servers.length;
    return servers.slice(at, at + 1);
  };
}

/** The topic as Kafka reports it: how many partitions, which have no leader, and how it differs from the settings. */
export type TopicState = { topic: string; partitions: number; leaderless: number[]; difference?: string };

/** Creates the topic if it is missing and reports, but never changes, one that is there. */
export async function ensureTopic(kafka: Kafka, settings: KafkaSettings): Promise<TopicState> {
  return withAdmin(kafka, async (admin) => {
    const topic = {
      topic: settings.TOPIC,
      numPartitions: settings.TOPIC_PARTITIONS,
      replicationFactor: settings.TOPIC_REPLICATION_FACTOR,
    };
    if (!(await admin.listTopics()).includes(settings.TOPIC)) await admin.createTopics({ topics: [topic] });
    const state = await describeTopic(admin, settings);
    if (state.leaderless.length > 0)
      throw new Error(`no leader for partitions ${state.leaderless.join(", ")}`);
    return state;
  });
}

/**
 * Asks on a new connection, as any new client would: an answer proves that Kafka can be used now. No partitions means
 * that there is no such topic.
 */
export function readTopic(kafka: Kafka, settings: KafkaSettings): Promise<TopicState> {
  return withAdmin(kafka, async (admin) => {
    try {
      return await describeTopic(admin, settings);
    } catch (error) {
      if (!isTopicMissing(error)) throw error;
      return { topic: settings.TOPIC, partitions: 0, leaderless: [] };
    }
  });
}

/** Whether Kafka says that the topic is not there. */
export function isTopicMissing(error: unknown): boolean {
  const { type, cause } = error as { type?: string; cause?: { type?: string } };
  return (cause?.type ?? type) === "UNKNOWN_TOPIC_OR_PARTITION";
}

/** What the topic lacks, in words; empty when every partition can be used. */
export function missingOf({ topic, partitions, leaderless }: TopicState): string[] {
  if (partitions === 0) return [`topic ${topic}`];
  return leaderless.map((partition) => `a leader for partition ${partition}`);
}

async function describeTopic(admin: Admin, settings: KafkaSettings): Promise<TopicState> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [settings.TOPIC] });
  const partitions = topics[0]?.partitions ?? [];
  const leaderless = partitions.filter(({ leader }) => leader < 0).map(({ partitionId }) => partitionId);
  const differences = differencesOf(partitions, settings);
  return {
    topic: settings.TOPIC,
    partitions: partitions.length,
    leaderless,
    ...(differences.length > 0 && { difference: `the topic has ${differences.join(" and ")}` }),
  };
}

function differencesOf(
  partitions: readonly PartitionMetadata[],
  { TOPIC_PARTITIONS, TOPIC_REPLICATION_FACTOR }: KafkaSettings,
): string[] {
  const replicas = Math.min(...partitions.map((partition) => partition.replicas.length));
  return [
    partitions.length !== TOPIC_PARTITIONS &&
      `${partitions.length} partitions, TOPIC_PARTITIONS says ${TOPIC_PARTITIONS}`,
    partitions.length > 0 &&
      replicas !== TOPIC_REPLICATION_FACTOR &&
      `${replicas} replicas, TOPIC_REPLICATION_FACTOR says ${TOPIC_REPLICATION_FACTOR}`,
  ].filter((text) => text !== false);
}

async function withAdmin<Result>(kafka: Kafka, task: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await task(admin);
  } finally {
    await admin.disconnect();
  }
}

// kafkajs itself retries most of what it calls errors; the services log those on which it gives up.
function writeTo(log: Logger, onError?: () => void) {
  return ({ level, log: { message, ...fields } }: { level: logLevel; log: { message: string } }) => {
    const { error, broker, groupId } = fields as Record<string, unknown>;
    log.debug({ error, broker, groupId }, `kafkajs: ${message}`);
    if (level === KAFKAJS_ERROR) onError?.();
  };
}

const KAFKAJS_ERROR = 1;
