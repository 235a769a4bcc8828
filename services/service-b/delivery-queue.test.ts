import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Problem } from "../http/problems.ts";
import { createDeliveryQueue } from "./delivery-queue.ts";

const never = new AbortController().signal;
const settled = () => new Promise(setImmediate);

test("when a reader waits, then it gets the next message, and the offer waits for whether it got it", async () => {
  const queue = createDeliveryQueue<string>({ maxReaders: 5 });
  const { delivery } = queue.take(1_000);
  const handedOver = queue.offer("m", never);
  const received = await delivery;
  expect(received?.message).toBe("m");
  received?.settle(true);
  expect(await handedOver).toBe(true);
});

test("when a message waits, then the next reader gets it at once", async () => {
  const queue = createDeliveryQueue<string>({ maxReaders: 0 });
  void queue.offer("m", never);
  expect((await queue.take(0).delivery)?.message).toBe("m");
});

test("when several wait, then first come, first served", async () => {
  const queue = createDeliveryQueue<string>({ maxReaders: 5 });
  const readers = [queue.take(1_000), queue.take(1_000)];
  void queue.offer("m1", never);
  void queue.offer("m2", never);
  expect((await readers[0]?.delivery)?.message).toBe("m1");
  expect((await readers[1]?.delivery)?.message).toBe("m2");
});

test("when no message comes in time, then the reader gets none and later ones are not given to it", async () => {
  vi.useFakeTimers();
  const queue = createDeliveryQueue<string>({ maxReaders: 5 });
  const { delivery } = queue.take(30_000);
  vi.advanceTimersByTime(29_999);
  expect(queue.waitingReaders()).toBe(1);
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  expect(await delivery).toBeUndefined();
  expect(queue.waitingReaders()).toBe(0);
});

test("when too many readers wait, then the next is refused", () => {
  const queue = createDeliveryQueue<string>({ maxReaders: 1 });
  queue.take(1_000).delivery.catch(() => undefined);
  expect(() => queue.take(1_000)).toThrow(expect.objectContaining({ status: 503, type: "too-many-readers" }));
});

test("when the loop must stop, then a waiting message is withdrawn and one in a reader's hands is awaited", async () => {
  const queue = createDeliveryQueue<string>({ maxReaders: 5 });
  const stop = new AbortController();
  const inHands = queue.offer("m1", stop.signal);
  const received = await queue.take(0).delivery;
  const waiting = queue.offer("m2", stop.signal);
  stop.abort();
  expect(await waiting).toBe(false);
  received?.settle(true);
  expect(await inHands).toBe(true);
});

test("when the queue closes, then waiting and new readers get the reason, until it opens", async () => {
  const queue = createDeliveryQueue<string>({ maxReaders: 5 });
  const { delivery } = queue.take(1_000);
  const why = new Problem(503, "not-assigned", "nothing here");
  queue.close(why);
  await expect(delivery).rejects.toBe(why);
  expect(() => queue.take(1_000)).toThrow(why);
  queue.open();
  queue.take(0).leave();
});

type Step = { do: "arrive" | "lose" | "leave" | "rebalance"; which: number };

test("whatever readers and rebalances do, then no message is lost, none is with two readers, and order is kept", async () => {
  const step = fc.record<Step>({
    do: fc.constantFrom("arrive", "arrive", "lose", "leave", "rebalance"),
    which: fc.nat(5),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      async (steps, count) => {
        const world = createWorld(count);
        for (const one of steps) await world.act(one);
        await world.finish();
        expect(world.got[0]).toEqual(Array.from({ length: count }, (_, offset) => offset));
        expect(world.got[1]).toEqual(Array.from({ length: count }, (_, offset) => offset));
      },
    ),
    { numRuns: 300 },
  );
});

/** Two partitions with a loop each, and readers that come, go away with or without their message, or take it. */
function createWorld(count: number) {
  const queue = createDeliveryQueue<{ partition: number; offset: number }>({ maxReaders: 100 });
  const got: number[][] = [[], []];
  const inHands = new Set<string>();
  const held: { name: string; settle: (ok: boolean) => void; partition: number; offset: number }[] = [];
  const waiting: (() => void)[] = [];
  const next = [0, 0];
  let stop = new AbortController();

  async function loop(partition: number, signal: AbortSignal): Promise<void> {
    while ((next[partition] as number) < count) {
      const offset = next[partition] as number;
      if (signal.aborted) return;
      if (await queue.offer({ partition, offset }, signal)) next[partition] = offset + 1;
    }
  }
  let loops = [loop(0, stop.signal), loop(1, stop.signal)];

  function arrive(): void {
    const { delivery, leave } = queue.take(60_000);
    waiting.push(leave);
    void delivery.then((received) => {
      if (!received) return;
      const { partition, offset } = received.message;
      const name = `${partition}/${offset}`;
      expect(inHands.has(name)).toBe(false);
      inHands.add(name);
      held.push({ name, settle: received.settle, partition, offset });
    });
  }

  function settle(which: number, ok: boolean): void {
    const [one] = held.splice(which % Math.max(held.length, 1), 1);
    if (!one) return;
    inHands.delete(one.name);
    if (ok) got[one.partition]?.push(one.offset);
    one.settle(ok);
  }

  async function rebalance(): Promise<void> {
    stop.abort();
    while (held.length > 0) settle(0, true);
    await Promise.all(loops);
    stop = new AbortController();
    loops = [loop(0, stop.signal), loop(1, stop.signal)];
  }

  async function act({ do: what, which }: Step): Promise<void> {
    if (what === "arrive") arrive();
    if (what === "lose") settle(which, which % 2 === 0);
    if (what === "leave") waiting[which]?.();
    if (what === "rebalance") await rebalance();
    await settled();
  }

  async function finish(): Promise<void> {
    for (const leave of waiting) leave();
    while ((next[0] as number) < count || (next[1] as number) < count) {
      settle(0, true);
      arrive();
      await settled();
    }
    for (const leave of waiting) leave();
  }

  return { act, finish, got };
}
