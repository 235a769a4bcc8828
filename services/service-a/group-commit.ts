import { setTimeout as sleep } from "node:timers/promises";
import type { Problem } from "../http/problems.ts";
import { notSentInTime, outcomeUnknown, queueFull } from "./refusals.ts";

/** The result of one attempt to send one item. */
export type Outcome<Result> = { stored: Result } | Failure;

/** Why an attempt failed, whether another may succeed, and whether the item may be stored nevertheless. */
export type Failure = { refusal: Problem; tryAgain: boolean; perhapsStored: boolean; sendAlone?: boolean };

type Options<Item, Result> = {
  /** Sends all items at once; the outcomes are in the items' order. */
  commit: (items: Item[]) => Promise<Outcome<Result>[]>;
  sizeOf: (item: Item) => number;
  maxBatchItems: number;
  maxBatchBytes: number;
  maxQueuedItems: number;
  maxQueuedBytes: number;
  deadlineMs: number;
  /** How often an item is tried again within its deadline. */
  maxRetries: number;
  /** The pause between a failed attempt and the next one. */
  retryPauseMs: number;
};

/** How long a caller waits, if it says so. */
export type Patience = { deadlineMs?: number | undefined };

type Entry<Item, Result> = PromiseWithResolvers<Result> & {
  item: Item;
  bytes: number;
  attempts: number;
  settled: boolean;
  underWay: boolean;
  perhapsStored: boolean;
  sendAlone: boolean;
  lastRefusal?: Problem;
  timer?: NodeJS.Timeout;
};

/**
 * The batch under way has everything that arrived while the last one was out: no added delay for a lone caller, few
 * large requests instead of many small ones for a crowd. An item that fails is tried again, before later ones, until
 * its deadline; once its caller got a refusal, it is not sent any more.
 */
export function createGroupCommit<Item, Result>(options: Options<Item, Result>) {
  const queue: Entry<Item, Result>[] = [];
  let queuedBytes = 0;
  let underWay: Entry<Item, Result>[] = [];
  let sending = false;

  /** Its own deadline, for a caller who names one. */
  function add(item: Item, { deadlineMs = options.deadlineMs }: Patience = {}): Promise<Result> {
    const bytes = options.sizeOf(item);
    const full = queue.length >= options.maxQueuedItems || queuedBytes + bytes > options.maxQueuedBytes;
    if (full && queue.length > 0) throw queueFull(queue.length);
    const entry = createEntry<Item, Result>(item, bytes);
    queue.push(entry);
    queuedBytes += bytes;
    entry.timer = setTimeout(() => refuse(entry, notSentInTime(deadlineMs)), deadlineMs);
    startSending();
    return entry.promise;
  }

  // After a batch of several, not at once but when all arrived requests are read, so that the next several go together
  // too. A lone caller does not wait.
  function startSending(): void {
    if (sending) return;
    sending = true;
    if (underWay.length > 1) setImmediate(sendAll);
    else sendAll();
  }

  async function sendAll(): Promise<void> {
    while (queue.length > 0) {
      underWay = takeBatch();
      if (underWay.length === 0) continue;
      const failed = await sendBatch(underWay, options);
      putBack(failed);
      if (failed.some(({ sendAlone }) => !sendAlone)) await sleep(options.retryPauseMs);
    }
    sending = false;
  }

  function takeBatch(): Entry<Item, Result>[] {
    const batch = queue.splice(0, countOfBatch(queue, options));
    for (const { bytes } of batch) queuedBytes -= bytes;
    return batch.filter(({ settled }) => !settled);
  }

  function putBack(entries: Entry<Item, Result>[]): void {
    queue.unshift(...entries);
    for (const { bytes } of entries) queuedBytes += bytes;
  }

  /** Answers all callers that still wait, so that the service can stop. */
  function abandon(why: Problem): void {
    for (const entry of [...underWay, ...queue]) refuse(entry, why);
  }

  return { add, abandon, queued: () => queue.length };
}

function countOfBatch<Item, Result>(queue: Entry<Item, Result>[], limits: Options<Item, Result>): number {
  let bytes = 0;
  const over = queue.findIndex((entry, index) => {
    bytes += entry.bytes;
    const isFull = index >= limits.maxBatchItems || bytes > limits.maxBatchBytes;
    return index > 0 && (isFull || entry.sendAlone || queue[0]?.sendAlone);
  });
  return over < 0 ? queue.length : over;
}

/** Settles what the attempt has decided, and returns the entries to try again, in their order. */
async function sendBatch<Item, Result>(
  batch: Entry<Item, Result>[],
  { commit, maxRetries }: Options<Item, Result>,
): Promise<Entry<Item, Result>[]> {
  for (const entry of batch) entry.underWay = true;
  const outcomes = await commit(batch.map(({ item }) => item)).catch((error: Error) => error);
  return batch.filter((entry, index) => {
    entry.underWay = false;
    const outcome = outcomes instanceof Error ? undefined : outcomes[index];
    if (outcome && !("stored" in outcome)) return !recordFailure(entry, outcome, maxRetries);
    settle(entry);
    if (outcome) entry.resolve(outcome.stored);
    else entry.reject(outcomes);
    return false;
  });
}

/** Records a failed attempt; true when it was the last one. */
function recordFailure<Item, Result>(
  entry: Entry<Item, Result>,
  failure: Failure,
  maxRetries: number,
): boolean {
  const { refusal, tryAgain, perhapsStored, sendAlone = false } = failure;
  if (entry.settled) return true;
  entry.lastRefusal = refusal;
  entry.perhapsStored ||= perhapsStored;
  entry.sendAlone = sendAlone;
  if (!sendAlone) entry.attempts += 1;
  const isOver = !tryAgain || entry.attempts > maxRetries;
  if (isOver) refuse(entry, refusal);
  return isOver;
}

/** Answers a caller whose message was not acknowledged, and never says "not stored" about one that may be. */
function refuse<Item, Result>(entry: Entry<Item, Result>, why: Problem): void {
  if (entry.settled) return;
  settle(entry);
  const mayBeStored = entry.underWay || entry.perhapsStored;
  entry.reject(mayBeStored ? outcomeUnknown(why, entry.lastRefusal) : (entry.lastRefusal ?? why));
}

function settle<Item, Result>(entry: Entry<Item, Result>): void {
  entry.settled = true;
  clearTimeout(entry.timer);
}

function createEntry<Item, Result>(item: Item, bytes: number): Entry<Item, Result> {
  const state = { attempts: 0, settled: false, underWay: false, perhapsStored: false, sendAlone: false };
  return { ...Promise.withResolvers<Result>(), item, bytes, ...state };
}
