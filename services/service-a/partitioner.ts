import { type Message, type PartitionerArgs, Partitioners, type PartitionMetadata } from "kafkajs";

/** A record on its way: the partitioner records which partition it chose. */
export type OutgoingRecord = Message & { turn: number; timestamp: string };

/**
 * Same key, same partition, by the hash that Java clients use (murmur2); without a key all records of one batch
 * share a partition, the next one of each turn, so that they stay together.
 */
export function createPartitioning(topic: string) {
  const byKey = Partitioners.DefaultPartitioner();
  let known: PartitionMetadata[] = [];

  function choose(partitions: PartitionMetadata[], record: OutgoingRecord): number {
    const keyless = record.key === null || record.key === undefined;
    if (keyless) return nextLed(partitions, record.turn);
    return byKey({ topic, partitionMetadata: partitions, message: record });
  }

  /** The function that kafkajs calls, with the partitions that Kafka has now. */
  const partitioner = ({ partitionMetadata, message }: PartitionerArgs): number => {
    known = partitionMetadata;
    const record = message as OutgoingRecord;
    record.partition = choose(partitionMetadata, record);
    return record.partition;
  };

  /** The partition by Kafka's last answer; before the first answer all records are expected in one. */
  const expectedPartition = (record: OutgoingRecord) => (known.length > 0 ? choose(known, record) : -1);

  return { createPartitioner: () => partitioner, expectedPartition };
}

function nextLed(partitions: PartitionerArgs["partitionMetadata"], turn: number): number {
  const wanted = turn % partitions.length;
  if (partitions.some(({ partitionId, leader }) => partitionId === wanted && leader >= 0)) return wanted;
  const led = partitions.filter(({ leader }) => leader >= 0);
  return led[turn % led.length]?.partitionId ?? wanted;
}
