import type { Cluster } from "../brokers/cluster.ts";
import { type Bounds, nameOf, type PartitionName, readBounds } from "../brokers/offsets.ts";
import { kafkaIsAway, noPartition, noTopic, silentPartition } from "../refusals/refusals.ts";

export interface BoundPartition extends PartitionName, Bounds {}

/**
 * All partitions of a topic with their offsets, or the one that is asked for.
 * @throws Refusal without the topic, the partition or an answer
 */
export async function findPartitions(
  cluster: Cluster,
  topic: string,
  partition?: number,
): Promise<{ readonly bound: readonly BoundPartition[]; readonly silent: readonly number[] }> {
  const all = await partitionsOf(cluster, topic);
  const wanted = partition === undefined ? all : all.filter((each) => each.partition === partition);
  if (partition !== undefined && wanted.length === 0) throw noPartition(topic, partition, all.length);
  const bounds = await readBounds(cluster, wanted);
  const bound = wanted.flatMap((each) => {
    const found = bounds.get(nameOf(each));
    return found ? [{ ...each, ...found }] : [];
  });
  const silent = wanted.filter((each) => !bounds.has(nameOf(each))).map((each) => each.partition);
  return { bound, silent };
}

/** @throws Refusal without the partition, and if its leader does not say which offsets there are */
export async function findPartition(
  cluster: Cluster,
  topic: string,
  partition: number,
): Promise<BoundPartition> {
  const [found] = (await findPartitions(cluster, topic, partition)).bound;
  if (!found) throw silentPartition(topic, [partition]);
  return found;
}

/** In their order. @throws Refusal without the topic or an answer */
export async function partitionsOf(cluster: Cluster, topic: string): Promise<PartitionName[]> {
  const { topicMetadata } = await cluster.refresh().catch(() => {
    throw kafkaIsAway();
  });
  const found = topicMetadata.find((each) => each.topic === topic);
  if (!found) throw noTopic(topic);
  return found.partitionMetadata
    .map(({ partitionId }) => ({ topic, partition: partitionId }))
    .toSorted((a, b) => a.partition - b.partition);
}
