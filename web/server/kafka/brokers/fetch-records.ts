import { createRequire } from "node:module";
import type { BrokerLink } from "./broker-link.ts";
import { byTopic } from "./cluster.ts";
import type { PartitionName } from "./offsets.ts";
import type { FetchedMessage, FetchedPartition } from "./protocol.ts";

/** A record as it is stored. */
export interface StoredRecord {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: FetchedMessage["headers"];
  readonly timestampMs: number;
}

export interface Fetched extends PartitionName {
  /** The wanted offset. */
  readonly from: number;
  /** Of Kafka; the rest says nothing then. */
  readonly errorCode: number;
  /** Messages of committed transactions, and of none, from the wanted offset on. */
  readonly records: readonly StoredRecord[];
  /** Where to go on. It is beyond the last record where control records, or none at all, follow. */
  readonly next: number;
  /** What can be read ends here; the partition may end later, with an open transaction. */
  readonly end: number;
  readonly low: number | undefined;
}

export interface FetchOptions {
  /** How long the broker waits for the first byte. */
  readonly maxWaitMs: number;
  /** Of each partition; a batch that is larger comes whole if it is the first of the answer. */
  readonly maxBytes: number;
  readonly maxBytesInAll?: number;
}

/** Reads on in partitions that this broker leads, without a group. */
export async function fetchRecords(
  link: BrokerLink,
  wanted: readonly (PartitionName & { readonly offset: number })[],
  { maxWaitMs, maxBytes, maxBytesInAll = 8 * maxBytes }: FetchOptions,
): Promise<Fetched[]> {
  const partitions = wanted.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    fetchOffset: String(offset),
    maxBytes,
  }));
  const { responses } = await link.ask("Fetch", {
    isolationLevel: 1,
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes: maxBytesInAll,
    topics: byTopic(partitions),
  });
  const offsets = new Map(wanted.map(({ topic, partition, offset }) => [`${topic}-${partition}`, offset]));
  return responses.flatMap(({ topicName: topic, partitions: answered }) =>
    answered.map((each) => readFetched(topic, offsets.get(`${topic}-${each.partition}`) ?? 0, each)),
  );
}

/** One partition of an answer. */
export function readFetched(topic: string, offset: number, answered: FetchedPartition): Fetched {
  const { partition, errorCode, messages, abortedTransactions, lastStableOffset, lastStartOffset } = answered;
  const ofCommitted = filterAborted({ messages, abortedTransactions });
  const isMessage = ({ isControlRecord, offset: at }: FetchedMessage) =>
    !isControlRecord && Number(at) >= offset;
  const last = messages.at(-1);
  return {
    topic,
    partition,
    from: offset,
    errorCode,
    records: ofCommitted.filter(isMessage).map(stored),
    next: last ? Math.max(offset, endOf(last)) : offset,
    end: Number(lastStableOffset),
    low: lastStartOffset === undefined ? undefined : Number(lastStartOffset),
  };
}

/** Behind its batch, of which compaction may have removed the last records. */
function endOf({ offset, batchContext }: FetchedMessage): number {
  const last = batchContext ? Number(batchContext.firstOffset) + batchContext.lastOffsetDelta : 0;
  return Math.max(Number(offset), last) + 1;
}

function stored({ offset, key, value, headers, timestamp }: FetchedMessage): StoredRecord {
  return { offset: Number(offset), key, value, headers, timestampMs: Number(timestamp) };
}

const filterAborted: (batch: Pick<FetchedPartition, "messages" | "abortedTransactions">) => FetchedMessage[] =
  createRequire(import.meta.url)("kafkajs/src/consumer/filterAbortedMessages");
