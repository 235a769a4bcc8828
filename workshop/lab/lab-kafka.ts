import { randomUUID } from "node:crypto";
import type { Admin, Kafka } from "kafkajs";
import { waitFor } from "../../common/wait-for.ts";
import { kafkaFailure } from "../../lib/kafka/kafka-failure.ts";
import type { LabKafka } from "../authoring/lesson.ts";
import { poll } from "../authoring/polling.ts";
import { readLogs } from "./read-logs.ts";

/**
 * Kafka as a client on this machine sees it. It logs nothing, gives up soon, and never joins the learner's groups. The
 * address is looked up each time, because a lesson may change the port; several are separated by commas.
 */
export function openKafka(bootstrap: () => string): LabKafka {
  const withKafka: <Result>(use: (kafka: Kafka) => Promise<Result>) => Promise<Result> = async (use) => {
    const broker = bootstrap();
    const kafka = await connectTo(broker);
    return use(kafka).catch((error) => {
      throw kafkaFailure(error, broker);
    });
  };
  const withAdmin: LabKafka["withAdmin"] = (use) => withKafka((kafka) => whileConnected(kafka.admin(), use));
  const topicOffsets: LabKafka["topicOffsets"] = async (topic) => {
    const ask = () => withAdmin((admin) => admin.fetchTopicOffsets(topic));
    const offsets = (await waitFor(() => ask().catch(unlessNotHosted), { budgetMs: 4_000 })) ?? (await ask());
    return offsets
      .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
      .toSorted((a, b) => a.partition - b.partition);
  };
  return {
    bootstrap,
    withAdmin,
    topicOffsets,
    async read(topic, options = {}) {
      const ends = await topicOffsets(topic);
      const group = `workshop-reads-${randomUUID()}`;
      const ask = () => withKafka((kafka) => readLogs(kafka, { topic, group, ends, ...options }));
      const messages =
        (await waitFor(() => ask().catch(unlessNoGroupYet), { budgetMs: 8_000 })) ?? (await ask());
      await withAdmin((admin) => admin.deleteGroups([group])).catch(() => undefined); // at worst it stays, empty
      return messages;
    },
    async groupOffsets(group) {
      const topics = await withAdmin((admin) => admin.fetchOffsets({ groupId: group }));
      return topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({
          topic,
          partition,
          offset: Number(offset) < 0 ? undefined : Number(offset),
        })),
      );
    },
    ownSettings: (topic) => withAdmin((admin) => ownSettings(admin, topic)),
    async setOwnSettings(topic, settings) {
      const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
      const resources = [{ type: topicType, name: topic, configEntries }];
      await withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
    },
    async describeGroup(group) {
      const { groups } = await withAdmin((admin) => admin.describeGroups([group]));
      const members = groups[0]?.members ?? [];
      return {
        state: groups[0]?.state ?? "Dead",
        members: members.map(({ memberId, clientId }) => ({ memberId, clientId })),
      };
    },
    async send(topic, messages) {
      const sent = await withKafka((kafka) =>
        whileConnected(kafka.producer(), (producer) => producer.send({ topic, messages: [...messages] })),
      );
      return sent.map(({ partition, baseOffset }) => ({ partition, offset: Number(baseOffset) }));
    },
  };
}

async function whileConnected<
  Client extends { connect(): Promise<void>; disconnect(): Promise<void> },
  Result,
>(client: Client, use: (client: Client) => Promise<Result>) {
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.disconnect();
  }
}

/** A broker that has just started does not know for a moment which partitions it has. */
function unlessNotHosted(error: unknown): undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ((cause as Error & { type?: string }).type === "UNKNOWN_TOPIC_OR_PARTITION") return undefined;
  throw error;
}

/** A broker that has just started cannot coordinate a group before it has read what it keeps of groups. */
function unlessNoGroupYet(error: unknown): undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.name === "KafkaJSNumberOfRetriesExceeded") return undefined;
  throw error;
}

/**
 * A broker that has just lost ZooKeeper, or found it again, cannot read settings for a moment, and answers with an
 * unexpected error.
 */
async function ownSettings(admin: Admin, topic: string) {
  if (!(await admin.listTopics()).includes(topic)) return undefined;
  const resources = [{ type: topicType, name: topic }];
  const unlessNotYet = (error: Error & { type?: string }) => {
    if (error.type !== "UNKNOWN") throw error;
    return undefined;
  };
  const answer = await poll(
    () => admin.describeConfigs({ includeSynonyms: false, resources }).catch(unlessNotYet),
    {
      budgetMs: 20_000,
      what: { en: "the broker reads its settings", fr: "le broker lit ses réglages" },
    },
  );
  const entries = answer.resources[0]?.configEntries ?? [];
  const own = entries.filter(({ configSource }) => Number(configSource) === topicSource);
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

// Numbers of Kafka's protocol: the type of resource that has settings, and the source of a setting.
const topicType = 2;
const topicSource = 1;

/** Loaded only when needed, because `reset` must run even if a learner has broken the services' source. */
async function connectTo(brokers: string): Promise<Kafka> {
  const { Kafka, logLevel } = (await import("kafkajs")).default;
  const { addCompressionCodecs } = await import("../../services/kafka/compression.ts");
  const { stopNegativeTimers } = await import("../../services/kafka/kafkajs-timers.ts");
  addCompressionCodecs();
  stopNegativeTimers();
  return new Kafka({
    clientId: "workshop",
    brokers: brokers.split(","),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 },
  });
}
