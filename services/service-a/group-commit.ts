import { Problem } from "../shared/problems.ts";

type Options<Item, Result> = {
  /** Sends all items in one request; the results stand in the items' order. */
  commit: (items: Item[]) => Promise<Result[]>;
  sizeOf: (item: Item) => number;
  /** Whether an error is the fault of one item, so that the others are worth a request of their own. */
  isFaultOfOne?: (error: unknown) => boolean;
  maxBatchItems: number;
  maxBatchBytes: number;
  maxQueuedItems: number;
  maxQueuedBytes: number;
  deadlineMs: number;
};
type Entry<Item, Result> = PromiseWithResolvers<Result> & { item: Item; bytes: number; settled: boolean };

/**
 * One request under way carries everything that arrived while the last one was out: no added delay for a lone
 * caller, few large requests instead of many small ones for a crowd.
 */
export function createGroupCommit<Item, Result>(options: Options<Item, Result>) {
  const queue: Entry<Item, Result>[] = [];
  let queuedBytes = 0;
  let underWay: Entry<Item, Result>[] = [];
  let sending = false;

  function add(item: Item): Promise<Result> {
    const bytes = options.sizeOf(item);
    const full = queue.length >= options.maxQueuedItems || queuedBytes + bytes > options.maxQueuedBytes;
    if (full && queue.length > 0) throw queueFull(queue.length);
    const entry = { ...Promise.withResolvers<Result>(), item, bytes, settled: false };
    queue.push(entry);
    queuedBytes += bytes;
    expireAfter(entry, options.deadlineMs);
    startSending();
    return entry.promise;
  }

  // After a crowd not at once, but when all that the network has for us is read, so that the next crowd goes together
  // too. A lone caller is not held up.
  function startSending(): void {
    if (sending) return;
    sending = true;
    if (underWay.length > 1) setImmediate(sendAll);
    else sendAll();
  }

  async function sendAll(): Promise<void> {
    while (queue.length > 0) {
      underWay = takeBatch();
      await sendBatch(underWay, options);
    }
    sending = false;
  }

  function takeBatch(): Entry<Item, Result>[] {
    const batch = queue.splice(0, countOfBatch(queue, options));
    for (const { bytes } of batch) queuedBytes -= bytes;
    return batch.filter(({ settled }) => !settled);
  }

  /** Answers everybody who still waits, so that the service can stop. */
  function abandon(why: Problem): void {
    for (const entry of [...underWay, ...queue]) entry.reject(why);
  }

  return { add, abandon, queued: () => queue.length };
}

function countOfBatch<Item, Result>(queue: Entry<Item, Result>[], limits: Options<Item, Result>): number {
  let bytes = 0;
  const over = queue.findIndex((entry, index) => {
    bytes += entry.bytes;
    return index > 0 && (index >= limits.maxBatchItems || bytes > limits.maxBatchBytes);
  });
  return over < 0 ? queue.length : over;
}

async function sendBatch<Item, Result>(
  batch: Entry<Item, Result>[],
  options: Options<Item, Result>,
): Promise<void> {
  if (batch.length === 0) return;
  try {
    const results = await options.commit(batch.map(({ item }) => item));
    for (const [index, entry] of batch.entries()) entry.resolve(results[index] as Result);
  } catch (error) {
    if (batch.length > 1 && options.isFaultOfOne?.(error))
      for (const entry of batch) await sendBatch([entry], options);
    else for (const entry of batch) entry.reject(error);
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
