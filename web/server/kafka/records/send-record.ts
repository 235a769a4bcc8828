import type { Kafka } from "kafkajs";
import { LabError } from "../../../../common/lab-error.mjs";
import { kafkaFailure } from "../../../../lib/kafka/kafka-failure.ts";
import { stopNegativeTimers } from "../../../../services/kafka/kafkajs-timers.ts";
import type { NewRecord, SentRecord } from "../../../contract/kafka-requests.ts";
import type { Address } from "../brokers/broker-link.ts";
import type { Cluster } from "../brokers/cluster.ts";
import { kafkaIsAway, noPartition } from "../refusals/refusals.ts";
import { partitionsOf } from "./find-partition.ts";

/** The part of kafkajs that sends. @param onPartition called with the partition that a record goes to */
export type OpenProducer = (
  addresses: readonly Address[],
  onPartition: (partition: number) => void,
) => Promise<ReturnType<Kafka["producer"]>>;

/**
 * Sends a record as a producer of one's own would, with kafkajs's partitioner. The topic is not made, and a partition that
 * is not there is refused, which kafkajs would pass over in silence.
 * @throws Refusal
 * @throws LabError with what Kafka says, such as too few in-sync replicas
 */
export async function sendRecord(
  { cluster, addresses, open = openProducer }: SendParts,
  topic: string,
  { key, value, headers, acks, partition }: NewRecord,
): Promise<SentRecord> {
  const partitions = await partitionsOf(cluster, topic);
  if (partition !== undefined && !partitions.some((each) => each.partition === partition))
    throw noPartition(topic, partition, partitions.length);
  const [first] = addresses;
  if (!first) throw kafkaIsAway();
  let chosen = partition ?? -1;
  const producer = await open(addresses, (sentTo) => {
    chosen = sentTo;
  });
  try {
    await producer.connect();
    const beganMs = performance.now();
    const message = { key, value, headers: byName(headers), ...(partition !== undefined && { partition }) };
    const [sent] = await producer.send({ topic, acks, messages: [message] });
    const tookMs = Math.round(performance.now() - beganMs);
    return { partition: sent?.partition ?? chosen, offset: offsetOf(sent?.baseOffset), tookMs };
  } catch (error) {
    throw inWords(error, `${first.host}:${first.port}`);
  } finally {
    await producer.disconnect().catch(() => undefined);
  }
}

export interface SendParts {
  readonly cluster: Cluster;
  readonly addresses: readonly Address[];
  readonly open?: OpenProducer;
}

/** kafkajs has a list of values where a name comes more than once. */
function byName(headers: NewRecord["headers"]): Record<string, string | string[]> {
  const groups = Map.groupBy(headers, ([name]) => name);
  return Object.fromEntries(
    [...groups].map(([name, pairs]) => {
      const values = pairs.map(([, value]) => value);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

function offsetOf(baseOffset: string | undefined): number | undefined {
  return baseOffset === undefined || Number(baseOffset) < 0 ? undefined : Number(baseOffset);
}

function inWords(error: unknown, address: string): unknown {
  const known = kafkaFailure(error, address);
  if (known instanceof LabError) return known;
  // A broker's refusal that nobody may retry, such as a record that is too large.
  const { type, message } = (error ?? {}) as { type?: string; message?: string };
  return type === undefined
    ? error
    : new LabError(`Kafka refuses the record: ${message}`, `Its error is ${type}.`);
}

/** It gives up within seconds, because a page waits for it. */
const openProducer: OpenProducer = async (addresses, onPartition) => {
  const { Kafka, logLevel, Partitioners } = (await import("kafkajs")).default;
  stopNegativeTimers();
  const kafka = new Kafka({
    clientId: "lab-page",
    brokers: addresses.map(({ host, port }) => `${host}:${port}`),
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: logLevel.NOTHING,
  });
  return kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: () => {
      const choose = Partitioners.DefaultPartitioner();
      return (record) => {
        const partition = choose(record);
        onPartition(partition);
        return partition;
      };
    },
  });
};
