import type { Admin } from "kafkajs";
import { kafkaAddresses, type LabConfig } from "../project/lab-config.ts";
import { kafkaFailure } from "./kafka-failure.ts";
import { createQuietKafka } from "./quiet-kafka.ts";

export interface Partition {
  topic: string;
  partition: number;
  /** 1 when it has no leader */
  leader: number;
  /** The preferred leader first. */
  replicas: number[];
  /** Those in sync with the leader. */
  isr: number[];
}

/** A cluster as one of its brokers describes it now. */
export interface ClusterView {
  /** Those that are registered. */
  brokers: number[];
  /** In ZooKeeper mode; in KRaft mode any broker is named here. */
  controller: number | undefined;
  /** Of all topics, Kafka's own included. */
  partitions: Partition[];
}

/** Asks the brokers of a lab for all of it. */
export function readCluster(config: LabConfig): Promise<ClusterView> {
  return withAdmin(config, async (admin) => {
    const { brokers, controller } = await admin.describeCluster();
    const { topics } = await admin.fetchTopicMetadata();
    const partitions = topics.flatMap(({ name, partitions: of }) =>
      of.map(({ partitionId, leader, replicas, isr }) => ({
        topic: name,
        partition: partitionId,
        leader,
        replicas,
        isr,
      })),
    );
    return {
      brokers: brokers.map(({ nodeId }) => nodeId).sort(),
      controller: controller ?? undefined,
      partitions: partitions.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))),
    };
  });
}

export async function withAdmin<T>(config: LabConfig, use: (admin: Admin) => Promise<T>) {
  const admin = createQuietKafka(config).admin();
  try {
    await admin.connect();
    return await use(admin);
  } catch (error) {
    const [first] = kafkaAddresses(config);
    throw kafkaFailure(error, `${first?.host}:${first?.port}`);
  } finally {
    await admin.disconnect();
  }
}

/** Nobody leads them: they can be neither written nor read. */
export const offline = (partitions: readonly Partition[]) => partitions.filter(({ leader }) => leader < 0);

/** Fewer brokers have them than should. */
export const underReplicated = (partitions: readonly Partition[]) =>
  partitions.filter(({ isr, replicas }) => isr.length < replicas.length);

/** Kept by fewer brokers than the lab has: made before it grew. */
export const belowFactor = (partitions: readonly Partition[], factor: number) =>
  partitions.filter(({ replicas }) => replicas.length < factor);

/** Led by another broker than the first of their replicas. */
export const notPreferred = (partitions: readonly Partition[]) =>
  partitions.filter(({ leader, replicas }) => leader >= 0 && leader !== replicas[0]);

/** As Kafka's tools name one. */
export const nameOf = ({ topic, partition }: Pick<Partition, "topic" | "partition">) =>
  `${topic}-${partition}`;
