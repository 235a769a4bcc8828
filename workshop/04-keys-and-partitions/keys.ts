import kafkajs from "kafkajs";

const partitioner = kafkajs.Partitioners.DefaultPartitioner();

/** The partition of a key, by the hash of Java's producer, which service-a uses too. */
export function partitionOf(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  return partitioner({ topic: "any", partitionMetadata, message: { key, value: null } });
}

/** Names whose messages land in this partition. */
export function keysIn(partition: number, partitions: number): string[] {
  const names = ["eve", "paul", "carol", "anna", "ben", "dora", "emil"];
  return names.filter((name) => partitionOf(name, partitions) === partition);
}
