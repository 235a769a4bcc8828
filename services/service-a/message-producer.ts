import type { Kafka } from "kafkajs";
import { COMPRESSION_TYPES } from "../kafka/compression.ts";
import { isTopicMissing } from "../kafka/kafka-client.ts";
import type { Config } from "./config.ts";
import type { OutgoingMessage, Receipt } from "./contract.ts";
import type { Outcome } from "./group-commit.ts";
import { noteWhetherSent, watchProduceRequests } from "./kafkajs-sent.ts";
import { createPartitioning, type OutgoingRecord } from "./partitioner.ts";
import { failureOf } from "./send-failure.ts";

type Events = { topicMissing?: () => void };

/** Sends messages, once each; the caller tries again. */
export function createMessageProducer(kafka: Kafka, config: Config, { topicMissing }: Events = {}) {
  watchProduceRequests();
  const { TOPIC: topic } = config;
  const { createPartitioner, expectedPartition } = createPartitioning(topic);
  const producer = kafka.producer({
    createPartitioner,
    allowAutoTopicCreation: false,
    metadataMaxAge: 30_000,
    retry: { retries: 0 },
  });
  const acks = { "0": 0, "1": 1, all: -1 }[config.ACKS];
  const compression = COMPRESSION_TYPES[config.COMPRESSION];
  let turn = -1;

  /** Sends the messages, those of one partition together, and returns what became of each of them. */
  async function send(outgoing: OutgoingMessage[]): Promise<Outcome<Receipt>[]> {
    turn++;
    const timestamp = Date.now();
    const records = outgoing.map((message) => toRecord(message, timestamp, turn));
    const groups = [...Map.groupBy(records, expectedPartition).values()];
    const [all, ...others] = await Promise.all(groups.map(sendTogether));
    if (all && others.length === 0) return all;
    const outcomes = [all ?? [], ...others].flat();
    const byRecord = new Map(groups.flat().map((record, index) => [record, outcomes[index]]));
    return records.map((record) => byRecord.get(record) as Outcome<Receipt>);
  }

  // kafkajs reports one failure for a whole request, even if other partitions have stored theirs.
  async function sendTogether(messages: OutgoingRecord[]): Promise<Outcome<Receipt>[]> {
    const attempt = { sent: false };
    try {
      const acknowledged = await noteWhetherSent(attempt, () =>
        producer.send({ topic, messages, acks, compression }),
      );
      return toReceipts(topic, messages, acknowledged, acks !== 0).map((stored) => ({ stored }));
    } catch (error) {
      if (isTopicMissing(error)) topicMissing?.();
      const failure = failureOf(error, { ...attempt, records: messages.length });
      return messages.map(() => failure);
    }
  }

  return { connect: producer.connect, disconnect: producer.disconnect, send };
}

/** Sends messages, once connected. */
export type MessageProducer = ReturnType<typeof createMessageProducer>;

function toRecord(
  { message, key, headers = {} }: OutgoingMessage,
  timestamp: number,
  turn: number,
): OutgoingRecord {
  return { value: message, key: key ?? null, headers, timestamp: String(timestamp), turn };
}

type Acknowledgement = { partition: number; baseOffset?: string; logAppendTime?: string };

/**
 * Kafka returns only the first offset of each partition. Records of a partition keep their order, so counting gives the
 * offset of every record.
 */
export function toReceipts(
  topic: string,
  records: { partition?: number; timestamp: string }[],
  acknowledged: Acknowledgement[],
  offsetsKnown: boolean,
): Receipt[] {
  const acks = new Map(acknowledged.map((ack) => [ack.partition, { ...ack, next: Number(ack.baseOffset) }]));
  return records.map(({ partition = -1, timestamp }) => {
    if (!offsetsKnown) return { topic, partition, offset: null, timestamp: Number(timestamp) };
    const ack = acks.get(partition);
    if (!ack) throw new Error(`Kafka acknowledged nothing for partition ${partition}`);
    const storedAt = Number(ack.logAppendTime ?? -1);
    return { topic, partition, offset: ack.next++, timestamp: storedAt >= 0 ? storedAt : Number(timestamp) };
  });
}
