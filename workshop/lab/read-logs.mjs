/** @import { Kafka } from "kafkajs" */
/** @import { PartitionOffsets, StoredMessage } from "../authoring/lesson.ts" */

/**
 * Reads from the logs as they were when it began, and leaves nothing behind but an empty group.
 *
 * @param {Kafka} kafka
 * @param {object} wanted
 * @param {string} wanted.topic
 * @param {string} wanted.group
 * @param {PartitionOffsets[]} wanted.ends
 * @param {number} [wanted.partition] only this one
 * @param {number} [wanted.fromOffset] in each partition
 * @param {readonly PartitionOffsets[]} [wanted.since] only what came after these ends
 * @param {number} [wanted.limit]
 * @param {number} [wanted.budgetMs] what has been read then is the answer
 * @returns {Promise<StoredMessage[]>} by partition and offset
 */
export async function readLogs(
  kafka,
  {
    topic,
    group,
    ends,
    partition,
    fromOffset = 0,
    since = [],
    limit = Number.POSITIVE_INFINITY,
    budgetMs = 20_000,
  },
) {
  const left = new Map();
  for (const { partition: each, low, high } of ends) {
    const seen = since.find((end) => end.partition === each)?.high ?? 0;
    const start = Math.max(low, fromOffset, seen);
    if ((partition ?? each) === each && start < high) left.set(each, { start, high });
  }
  /** @type {StoredMessage[]} */
  const messages = [];
  if (left.size === 0 || limit <= 0) return messages;
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
  const { promise, resolve, reject } = Promise.withResolvers();
  promise.catch(() => undefined); // a crash while it starts is thrown by `run` as well
  consumer.on("consumer.crash", ({ payload }) => reject(payload.error));
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
    for (const [each, { start }] of left) consumer.seek({ topic, partition: each, offset: String(start) });
    await promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return messages.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
}

/**
 * @param {number} partition
 * @param {import("kafkajs").KafkaMessage} message
 * @returns {StoredMessage}
 */
function stored(partition, { offset, key, value, headers = {}, timestamp }) {
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
