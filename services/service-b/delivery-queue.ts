import { Problem } from "../http/problems.ts";

/** A message in a reader's hands; `settle` must be called with whether the reader got it. */
export type Delivery<Message> = { message: Message; settle: (handedOver: boolean) => void };

/** A reader's place in the queue; `delivery` is undefined when no message came in time, or the reader left. */
export type Wait<Message> = { delivery: Promise<Delivery<Message> | undefined>; leave: () => void };

/** A queue with two sides: the consumer offers, readers take. */
export type DeliveryQueue<Message> = ReturnType<typeof createDeliveryQueue<Message>>;

type Reader<Message> = {
  receive: (delivery: Delivery<Message> | undefined) => void;
  refuse: (why: Problem) => void;
};

/** `mayDeliver` says whether this instance is in its group now: until then both readers and offers wait. */
type Options = { maxReaders: number; mayDeliver?: () => boolean };

/**
 * Where messages and readers meet, first come, first served. A message is with one reader at a time; the consuming
 * loop offers the next one of a partition when the last was handed over, so order is kept.
 */
export function createDeliveryQueue<Message>({ maxReaders, mayDeliver = () => true }: Options) {
  const offers = new Set<Delivery<Message>>();
  const readers = new Set<Reader<Message>>();
  let closedBecause: Problem | undefined;

  /** True when a reader got the message; false when the reader went away, or nobody came before `stop`. */
  async function offer(message: Message, stop: AbortSignal): Promise<boolean> {
    if (stop.aborted) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const delivery = { message, settle: resolve };
    const reader = first(readers);
    if (reader) {
      reader.receive(delivery);
      return promise;
    }
    const withdraw = () => offers.delete(delivery) && resolve(false);
    offers.add(delivery);
    stop.addEventListener("abort", withdraw, { once: true });
    return promise.finally(() => stop.removeEventListener("abort", withdraw));
  }

  /** Queues for the next message. */
  function take(timeoutMs: number): Wait<Message> {
    if (closedBecause) throw closedBecause;
    const waiting = mayDeliver() ? first(offers) : undefined;
    if (!waiting) return queueUp(timeoutMs);
    offers.delete(waiting);
    return { delivery: Promise.resolve(waiting), leave: () => undefined };
  }

  function queueUp(timeoutMs: number): Wait<Message> {
    if (readers.size >= maxReaders) throw tooManyReaders(readers.size);
    const { promise, resolve, reject } = Promise.withResolvers<Delivery<Message> | undefined>();
    const timer = setTimeout(() => reader.receive(undefined), timeoutMs);
    const thenDo = <Value>(act: (value: Value) => void) => {
      return (value: Value) => {
        clearTimeout(timer);
        readers.delete(reader);
        act(value);
      };
    };
    const reader: Reader<Message> = { receive: thenDo(resolve), refuse: thenDo(reject) };
    readers.add(reader);
    return { delivery: promise, leave: () => reader.receive(undefined) };
  }

  /** Refuses waiting and new readers until `open`, because there is nothing to wait for here. */
  function close(why: Problem): void {
    closedBecause = why;
    for (const reader of readers) reader.refuse(why);
  }

  /** Lets readers wait again, and gives them what was offered meanwhile. */
  function open(): void {
    closedBecause = undefined;
    for (const delivery of offers) {
      const reader = mayDeliver() ? first(readers) : undefined;
      if (!reader) return;
      offers.delete(delivery);
      reader.receive(delivery);
    }
  }

  return { offer, take, close, open, waitingReaders: () => readers.size };
}

function first<Entry>(entries: Set<Entry>): Entry | undefined {
  return entries.values().next().value;
}

function tooManyReaders(waiting: number): Problem {
  const detail = `${waiting} readers already wait.`;
  return new Problem(503, "too-many-readers", "Too many readers wait", { detail, retryAfterSeconds: 1 });
}
