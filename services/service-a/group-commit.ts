import { Problem } from "../shared/problems.ts";

type Options<Item, Result> = {
  /** Sends all items in one request and answers each in its place. */
  commit: (items: Item[]) => Promise<Result[]>;
  sizeOf: (item: Item) => number;
  maxBatchItems: number;
  maxBatchBytes: number;
  maxQueuedItems: number;
  deadlineMs: number;
};
type Entry<Item, Result> = PromiseWithResolvers<Result> & { item: Item; bytes: number; settled: boolean };

/**
 * One request under way carries everything that arrived while the last one was out: no added delay for a lone
 * caller, and few large requests instead of many small ones for a crowd.
 */
export function createGroupCommit<Item, Result>(options: Options<Item, Result>) {
  const queue: Entry<Item, Result>[] = [];
  let sending = false;

  async function sendAll(): Promise<void> {
    sending = true;
    while (queue.length > 0) await sendBatch(takeBatch(queue, options), options.commit);
    sending = false;
  }

  function add(item: Item): Promise<Result> {
    if (queue.length >= options.maxQueuedItems) throw queueFull(queue.length);
    const entry = { ...Promise.withResolvers<Result>(), item, bytes: options.sizeOf(item), settled: false };
    queue.push(entry);
    expireAfter(entry, options.deadlineMs);
    if (!sending) void sendAll();
    return entry.promise;
  }

  return { add, queued: () => queue.length };
}

function takeBatch<Item, Result>(queue: Entry<Item, Result>[], limits: Options<Item, Result>) {
  let bytes = 0;
  let count = 0;
  for (const entry of queue) {
    bytes += entry.bytes;
    if (count > 0 && (count >= limits.maxBatchItems || bytes > limits.maxBatchBytes)) break;
    count++;
  }
  return queue.splice(0, count).filter(({ settled }) => !settled);
}

async function sendBatch<Item, Result>(
  batch: Entry<Item, Result>[],
  commit: Options<Item, Result>["commit"],
) {
  if (batch.length === 0) return;
  try {
    const results = await commit(batch.map(({ item }) => item));
    for (const [index, entry] of batch.entries()) entry.resolve(results[index] as Result);
  } catch (error) {
    for (const entry of batch) entry.reject(error);
  }
}

function expireAfter<Item, Result>(entry: Entry<Item, Result>, deadlineMs: number): void {
  const timer = setTimeout(() => entry.reject(deadlinePassed(deadlineMs)), deadlineMs);
  const settle = () => {
    entry.settled = true;
    clearTimeout(timer);
  };
  entry.promise.then(settle, settle);
}

function queueFull(queued: number): Problem {
  const detail = `${queued} messages wait to be sent.`;
  return new Problem(503, "queue-full", "Too many messages wait for Kafka", { detail, retryAfterSeconds: 1 });
}

function deadlinePassed(deadlineMs: number): Problem {
  const detail = `No acknowledgement within ${deadlineMs} ms; the message may or may not have been stored.`;
  return new Problem(503, "deadline", "Kafka did not acknowledge in time", { detail, retryAfterSeconds: 1 });
}
