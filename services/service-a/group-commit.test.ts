import fc from "fast-check";
import { expect, test } from "vitest";
import { Problem } from "../shared/problems.ts";
import { until } from "../shared/test-server.ts";
import { createGroupCommit } from "./group-commit.ts";

const defaults = {
  sizeOf: (item: string) => item.length,
  maxBatchItems: 3,
  maxBatchBytes: 100,
  maxQueuedItems: 10,
  maxQueuedBytes: 1_000,
  deadlineMs: 5_000,
};

/** A Kafka whose answers the test gives when it likes. */
function fakeKafka() {
  const requests: { items: string[]; answer: PromiseWithResolvers<string[]> }[] = [];
  const commit = (items: string[]) => {
    const answer = Promise.withResolvers<string[]>();
    requests.push({ items, answer });
    return answer.promise;
  };
  const acknowledge = (index: number) => {
    const request = requests[index];
    request?.answer.resolve(request.items.map((item) => `ack ${item}`));
  };
  return { commit, requests, acknowledge, batches: () => requests.map(({ items }) => items) };
}

test("when one request is under way, then all that arrive share the next one, within the limits", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, commit: kafka.commit });
  const first = group.add("a");
  await until(() => kafka.requests.length === 1);
  const others = ["b", "c", "d", "e"].map(group.add);
  kafka.acknowledge(0);
  expect(await first).toBe("ack a");
  await until(() => kafka.requests.length === 2);
  kafka.acknowledge(1);
  await until(() => kafka.requests.length === 3);
  kafka.acknowledge(2);
  expect(await Promise.all(others)).toEqual(["ack b", "ack c", "ack d", "ack e"]);
  expect(kafka.batches()).toEqual([["a"], ["b", "c", "d"], ["e"]]);
});

test("when a caller is alone, then its item goes at once; after a crowd, what arrives together goes together", async () => {
  const batches: string[][] = [];
  const commit = async (items: string[]) => {
    batches.push(items);
    return items;
  };
  const group = createGroupCommit({ ...defaults, commit });
  await Promise.all(["alone", "b", "c"].map(group.add));
  await Promise.all(["d", "e", "f"].map(group.add));
  expect(batches).toEqual([["alone"], ["b", "c"], ["d", "e", "f"]]);
});

test("when items are large, then a request carries no more bytes than allowed, but always one item", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, maxBatchBytes: 5, commit: kafka.commit });
  for (const item of ["first", "aaa", "bb", "c", "dddddddd", "e"]) void group.add(item);
  for (let index = 0; index < 5; index++) {
    await until(() => kafka.requests.length === index + 1);
    kafka.acknowledge(index);
  }
  expect(kafka.batches()).toEqual([["first"], ["aaa", "bb"], ["c"], ["dddddddd"], ["e"]]);
});

test("when the queue is full by count or bytes, then the next is refused at once", async () => {
  const kafka = fakeKafka();
  const byCount = createGroupCommit({ ...defaults, maxQueuedItems: 2, commit: kafka.commit });
  const byBytes = createGroupCommit({ ...defaults, maxQueuedBytes: 4, commit: kafka.commit });
  for (const item of ["sent", "a", "b"]) void byCount.add(item);
  for (const item of ["sent", "aaaa"]) void byBytes.add(item);
  expect(() => byCount.add("c")).toThrow(expect.objectContaining({ status: 503, type: "queue-full" }));
  expect(() => byBytes.add("b")).toThrow(expect.objectContaining({ type: "queue-full" }));
});

test("when Kafka is silent, then the caller hears of it at the deadline and a waiting item is not sent", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, deadlineMs: 30, commit: kafka.commit });
  const sent = group.add("a");
  await until(() => kafka.requests.length === 1);
  const waiting = group.add("b");
  await expect(sent).rejects.toMatchObject({ status: 503, type: "deadline" });
  await expect(waiting).rejects.toMatchObject({ type: "deadline" });
  kafka.acknowledge(0);
  await until(() => group.queued() === 0);
  expect(kafka.batches()).toEqual([["a"]]);
});

test("when one item is at fault, then only its caller gets the error", async () => {
  const commit = async (items: string[]) => {
    if (items.includes("bad")) throw new Problem(413, "too-large", "too large");
    return items;
  };
  const isFaultOfOne = (error: unknown) => error instanceof Problem && error.status === 413;
  const group = createGroupCommit({ ...defaults, commit, isFaultOfOne });
  const results = await Promise.allSettled(["a", "bad", "c"].map(group.add));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("when Kafka refuses a request, then all in it hear the reason and the next request is sent", async () => {
  let calls = 0;
  const commit = async (items: string[]) => {
    if (calls++ === 1) throw new Error("no leader");
    return items;
  };
  const group = createGroupCommit({ ...defaults, commit });
  const results = await Promise.allSettled(["first", "a", "b"].map(group.add));
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await group.add("c")).toBe("c");
});

test("when everything is abandoned, then those under way and those waiting are answered", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, commit: kafka.commit });
  const sent = group.add("a");
  await until(() => kafka.requests.length === 1);
  const waiting = group.add("b");
  group.abandon(new Problem(503, "stopping", "stopping"));
  await expect(sent).rejects.toMatchObject({ type: "stopping" });
  await expect(waiting).rejects.toMatchObject({ type: "stopping" });
});

test("whatever arrives when, then each caller gets its own result, in order, within the limits", async () => {
  const item = fc.record({ size: fc.integer({ min: 1, max: 60 }), pause: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 40 }), async (arrivals) => {
      const batches: number[][] = [];
      const commit = async (items: { id: number; size: number }[]) => {
        batches.push(items.map(({ id }) => id));
        await new Promise(setImmediate);
        return items.map(({ id }) => id);
      };
      const limits = { ...defaults, maxQueuedItems: 100, maxQueuedBytes: 10_000 };
      const sizeOf = ({ size }: { size: number }) => size;
      const group = createGroupCommit({ ...limits, sizeOf, commit });
      const results: Promise<number>[] = [];
      for (const [id, { size, pause }] of arrivals.entries()) {
        results.push(group.add({ id, size }));
        if (pause) await new Promise(setImmediate);
      }
      const everyId = arrivals.map((_, id) => id);
      expect(await Promise.all(results)).toEqual(everyId);
      expect(batches.flat()).toEqual(everyId);
      for (const batch of batches) {
        const bytes = batch.reduce((sum, id) => sum + (arrivals[id]?.size ?? 0), 0);
        expect(batch.length).toBeLessThanOrEqual(defaults.maxBatchItems);
        expect(batch.length === 1 || bytes <= defaults.maxBatchBytes).toBe(true);
      }
    }),
  );
});
