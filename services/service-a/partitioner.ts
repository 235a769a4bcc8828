import { type PartitionerArgs, Partitioners } from "kafkajs";
import type { OutgoingRecord } from "./message-producer.ts";

/**
 * Same key, same partition, by the hash that Java clients use (murmur2); without a key all records of one request
 * share a partition, the next one of each turn, so that a request stays one batch.
 */
export function createPartitioner() {
  const byKey = Partitioners.DefaultPartitioner();
  return ({ topic, partitionMetadata, message }: PartitionerArgs): number => {
    const record = message as OutgoingRecord;
    const keyless = record.key === null || record.key === undefined;
    record.partition = keyless
      ? nextLed(partitionMetadata, record.turn)
      : byKey({ topic, partitionMetadata, message });
    return record.partition;
  };
}

function nextLed(partitions: PartitionerArgs["partitionMetadata"], turn: number): number {
  const wanted = turn % partitions.length;
  if (partitions.some(({ partitionId, leader }) => partitionId === wanted && leader >= 0)) return wanted;
  const led = partitions.filter(({ leader }) => leader >= 0);
  return led[turn % led.length]?.partitionId ?? wanted;
}
