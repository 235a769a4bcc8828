import kafkajs, { type Kafka, type Message } from "kafkajs";
import { COMPRESSION_TYPES } from "../shared/compression.ts";
import { kafkaUnavailable, Problem } from "../shared/problems.ts";
import type { Config } from "./config.ts";
import type { OutgoingMessage, Receipt } from "./contract.ts";
import { createPartitioner } from "./partitioner.ts";

/** Everything service-a wants from a Kafka client; no other file of it knows kafkajs. */
export function createMessageProducer(kafka: Kafka, config: Config) {
  const producer = kafka.producer({
    createPartitioner,
    allowAutoTopicCreation: false,
    metadataMaxAge: 30_000,
    retry: { retries: config.RETRIES },
  });
  const acks = { "0": 0, "1": 1, all: -1 }[config.ACKS];
  const compression = COMPRESSION_TYPES[config.COMPRESSION];
  let turn = -1;

  /** Sends the messages in one request and says where each of them is. */
  async function send(outgoing: OutgoingMessage[]): Promise<Receipt[]> {
    turn++;
    const timestamp = Date.now();
    const messages = outgoing.map((message) => toRecord(message, timestamp, turn));
    try {
      const acknowledged = await producer.send({ topic: config.TOPIC, messages, acks, compression });
      return toReceipts(config.TOPIC, messages, acknowledged, acks !== 0);
    } catch (error) {
      throw toProblem(error as KafkaError);
    }
  }

  return { connect: producer.connect, disconnect: producer.disconnect, send };
}

/** Sends messages, once connected. */
export type MessageProducer = ReturnType<typeof createMessageProducer>;

/** A record on its way: the partitioner notes which partition it chose. */
export type OutgoingRecord = Message & { turn: number; timestamp: string };

function toRecord(
  { message, key, headers = {} }: OutgoingMessage,
  timestamp: number,
  turn: number,
): OutgoingRecord {
  return { value: message, key: key ?? null, headers, timestamp: String(timestamp), turn };
}

type Acknowledgement = { partition: number; baseOffset?: string; logAppendTime?: string };

/**
 * Kafka names the first offset of each partition only. Records of a partition keep their order, so counting gives
 * every record its own.
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

type KafkaError = Error & { type?: string; cause?: KafkaError };

// Messages of kafkajs name hosts; only what Kafka itself answered goes out.
function toProblem(error: KafkaError): Problem {
  const root = error.cause ?? error;
  if (root.type === "MESSAGE_TOO_LARGE" || root.type === "RECORD_LIST_TOO_LARGE")
    return new Problem(413, "too-large", "The message is larger than Kafka takes", {
      hint: "The topic's max.message.bytes sets the limit.",
    });
  const known = root instanceof kafkajs.KafkaJSProtocolError;
  const problem = kafkaUnavailable(known ? `Kafka answered ${root.type}.` : "No broker could be reached.");
  problem.cause = error;
  return problem;
}
