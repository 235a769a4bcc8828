import type { Kafka, KafkaMessage } from "kafkajs";
import type { PartitionOffsets, StoredMessage } from "../authoring/lesson.ts";

/** Reads the logs as they were at the beginning, sorted by partition and offset; leaves only an empty group. */
export async function readLogs(
  kafka: Kafka,
  {
    topic,
    group,
    ends,
    partition,
    fromOffset = 0,
    since = [],
    limit = Number.POSITIVE_INFINITY,
    budgetMs = 20_000,
  }: {
    topic: string;
    group: string;
    ends: PartitionOffsets[];
    partition?: number;
    fromOffset?: number;
    since?: readonly PartitionOffsets[];
    limit?: number;
    budgetMs?: number;
  },
): Promise<StoredMessage[]> {
  const left = new Map();
  for (const { partition: each, low, high } of ends) {
    const seen = since.find((end) => end.partition === each)?.high ?? 0;
    const start = Math.max(low, fromOffset, seen);
    if ((partition ?? each) === each && start < high) left.set(each, { start, high });
  }
  const messages: StoredMessage[] = [];
  if (left.size === 0 || limit <= 0) return messages;
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
  const { promise, resolve, reject } = Promise.withResolvers();
  promise.catch(() => undefined); // a crash while it starts is thrown below
  const crashes: Error[] = [];
  consumer.on("consumer.crash", ({ payload }) => {
    crashes.push(payload.error);
    reject(payload.error);
  });
  const timer = setTimeout(resolve, budgetMs);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition: from, message }) => {
        const range = left.get(from);
        const offset = Number(message.offset);
        if (!range || offset < range.start || messages.length >= limit) return;
        if (offset < range.high) messages.push(stored(from, message));
        if (offset >= range.high - 1) left.delete(from);
        if (left.size === 0 || messages.length >= limit) resolve(undefined);
      },
    });
    // After such a crash `run` ends as if it had begun, and there is no group to seek in.
    if (crashes[0]) throw crashes[0];
    for (const [each, { start }] of left) consumer.seek({ topic, partition: each, offset: String(start) });
    await promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return messages.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
}

function stored(
  partition: number,
  { offset, key, value, headers = {}, timestamp }: KafkaMessage,
): StoredMessage {
  const texts = Object.entries(headers).map(([name, text]) => [name, String(text)]);
  return {
    partition,
    offset: Number(offset),
    key: key === null ? null : String(key),
    value: value === null ? null : String(value),
    headers: Object.fromEntries(texts),
    timestamp: Number(timestamp),
  };
}
