import { kafkaFailure } from "./kafka-failure.mjs";
import { createQuietKafka } from "./quiet-kafka.mjs";

/**
 * @typedef {object} Partition
 * @property {string} topic
 * @property {number} partition
 * @property {number} leader -1 when nobody leads it
 * @property {number[]} replicas the preferred leader first
 * @property {number[]} isr those in sync with the leader
 *
 * @typedef {object} ClusterView a cluster as one of its brokers tells it now
 * @property {number[]} brokers those that are registered
 * @property {number | undefined} controller in ZooKeeper mode; in KRaft mode any broker is named here
 * @property {Partition[]} partitions of all topics, Kafka's own included
 */

/**
 * Asks the brokers of a lab for all of it.
 *
 * @param {import("../project/lab-config.mjs").LabConfig} config
 * @returns {Promise<ClusterView>}
 */
export function readCluster(config) {
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

/**
 * @template T
 * @param {import("../project/lab-config.mjs").LabConfig} config
 * @param {(admin: import("kafkajs").Admin) => Promise<T>} use
 */
export async function withAdmin(config, use) {
  const admin = createQuietKafka(config).admin();
  try {
    await admin.connect();
    return await use(admin);
  } catch (error) {
    throw kafkaFailure(error, `${config.dockerHostIp}:${config.kafkaPort}`);
  } finally {
    await admin.disconnect();
  }
}

/** Nobody leads them: they can be neither written nor read. @param {readonly Partition[]} partitions */
export const offline = (partitions) => partitions.filter(({ leader }) => leader < 0);

/** Fewer brokers have them than should. @param {readonly Partition[]} partitions */
export const underReplicated = (partitions) =>
  partitions.filter(({ isr, replicas }) => isr.length < replicas.length);

/** Kept by fewer brokers than the lab has: made before it grew. @param {readonly Partition[]} partitions @param {number} factor */
export const belowFactor = (partitions, factor) =>
  partitions.filter(({ replicas }) => replicas.length < factor);

/** Led by another broker than the first of their replicas. @param {readonly Partition[]} partitions */
export const notPreferred = (partitions) =>
  partitions.filter(({ leader, replicas }) => leader >= 0 && leader !== replicas[0]);

/** As Kafka's tools name one. @param {Pick<Partition, "topic" | "partition">} partition */
export const nameOf = ({ topic, partition }) => `${topic}-${partition}`;
