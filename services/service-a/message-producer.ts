import { type Kafka, Partitioners } from "kafkajs";
import type { Config } from "./config.ts";

/** A message as a caller wants it sent. */
export type OutgoingMessage = { message: string; key?: string; headers?: Record<string, string> };

/** Where Kafka stored a message; with ACKS=0 nobody says at which offset. */
export type Receipt = { topic: string; partition: number; offset: number | null; timestamp: number };

/** Everything service-a wants from a Kafka client, and the only file that knows kafkajs. */
export function createMessageProducer(kafka: Kafka, config: Config) {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    retry: { retries: config.RETRIES },
  });
  let turn = 0;

  /** Sends the messages in one request and says where each of them is. */
  async function send(messages: OutgoingMessage[], partitions: number): Promise<Receipt[]> {
    const timestamp = Date.now();
    const keyless = turn++ % partitions;
    const records = messages.map(({ message, key, headers }) => ({
      value: message,
      key: key ?? null,
      headers: headers ?? {},
      partition: key === undefined ? keyless : choosePartition(key, partitions),
      timestamp: String(timestamp),
    }));
    const acknowledged = await producer.send({
      topic: config.TOPIC,
      acks: ACKS[config.ACKS],
      messages: records,
    });
    return toReceipts(config.TOPIC, timestamp, records, acknowledged);
  }

  return { connect: () => producer.connect(), disconnect: () => producer.disconnect(), send };
}

const ACKS = { "0": 0, "1": 1, all: -1 } as const;

const partitioner = Partitioners.DefaultPartitioner();

function choosePartition(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    leader: 0,
  }));
  return partitioner({
    topic: "",
    partitionMetadata: partitionMetadata as never,
    message: { key, value: null },
  });
}

// Kafka answers with one base offset a partition; messages keep their order, so each one's offset can be counted.
function toReceipts(
  topic: string,
  timestamp: number,
  records: { partition: number }[],
  acknowledged: { partition: number; baseOffset?: string; logAppendTime?: string }[],
): Receipt[] {
  const next = new Map(acknowledged.map((ack) => [ack.partition, Number(ack.baseOffset)]));
  return records.map(({ partition }) => {
    const offset = next.get(partition) ?? null;
    if (offset !== null) next.set(partition, offset + 1);
    return { topic, partition, offset, timestamp };
  });
}
