import { Problem } from "../shared/problems.ts";

/** A message in a reader's hands; `settle` tells whether the reader got it. */
export type Delivery<Message> = { message: Message; settle: (handedOver: boolean) => void };

type Offer<Message> = { message: Message; settle: (handedOver: boolean) => void };
type Reader<Message> = {
  receive: (delivery: Delivery<Message> | undefined) => void;
  refuse: (why: Problem) => void;
};

/**
 * Where messages and readers meet, first come, first served. A message is with one reader at a time, and the
 * consuming loop offers a partition's next message only when the last one was handed over, so order is kept.
 */
export function createDeliveryQueue<Message>({ maxReaders }: { maxReaders: number }) {
  const offers = new Set<Offer<Message>>();
  const readers = new Set<Reader<Message>>();
  let closedBecause: Problem | undefined;

  /** Resolves to true when a reader got the message, to false when a reader went away or the loop must stop. */
  function offer(message: Message, stop: AbortSignal): Promise<boolean> {
    if (stop.aborted) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const offered: Offer<Message> = { message, settle: resolve };
    const withdraw = () => offers.delete(offered) && resolve(false);
    const reader = first(readers);
    if (reader) reader.receive(offered);
    else {
      offers.add(offered);
      stop.addEventListener("abort", withdraw, { once: true });
      promise.then(() => stop.removeEventListener("abort", withdraw));
    }
    return promise;
  }

  /** The next message, or undefined when none came in time or the reader left. */
  function take(timeoutMs: number): { delivery: Promise<Delivery<Message> | undefined>; leave: () => void } {
    if (closedBecause) throw closedBecause;
    const waiting = first(offers);
    if (waiting) {
      offers.delete(waiting);
      return { delivery: Promise.resolve(waiting), leave: () => undefined };
    }
    if (readers.size >= maxReaders) throw tooManyReaders(readers.size);
    return wait(timeoutMs);
  }

  function wait(timeoutMs: number) {
    const { promise, resolve, reject } = Promise.withResolvers<Delivery<Message> | undefined>();
    const leave = () => reader.receive(undefined);
    const timer = setTimeout(leave, timeoutMs);
    const thenDo =
      <Value>(act: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(timer);
        readers.delete(reader);
        act(value);
      };
    const reader: Reader<Message> = { receive: thenDo(resolve), refuse: thenDo(reject) };
    readers.add(reader);
    return { delivery: promise, leave };
  }

  /** Refuses all who wait, and all who come until `open`: there is nothing to wait for here. */
  function close(why: Problem): void {
    closedBecause = why;
    for (const reader of readers) reader.refuse(why);
  }

  function open(): void {
    closedBecause = undefined;
  }

  return { offer, take, close, open, waitingReaders: () => readers.size };
}

function first<Entry>(entries: Set<Entry>): Entry | undefined {
  return entries.values().next().value;
}

function tooManyReaders(waiting: number): Problem {
  const detail = `${waiting} readers wait already.`;
  return new Problem(503, "too-many-readers", "Too many readers wait", { detail, retryAfterSeconds: 1 });
}
