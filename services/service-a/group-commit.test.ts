import fc from "fast-check";
import { expect, test } from "vitest";
import { Problem } from "../http/problems.ts";
import { until } from "../http/testing/test-server.ts";
import { createGroupCommit, type Failure, type Outcome } from "./group-commit.ts";
import { notStored } from "./refusals.ts";

const defaults = {
  sizeOf: (item: string) => item.length,
  maxBatchItems: 3,
  maxBatchBytes: 100,
  maxQueuedItems: 10,
  maxQueuedBytes: 1_000,
  deadlineMs: 5_000,
  maxRetries: 100,
  retryPauseMs: 1,
};

const storeAll = (items: string[]) => items.map((item) => ({ stored: item }));
const noLeader: Failure = { refusal: notStored("no leader"), tryAgain: true, perhapsStored: false };
const answerLost: Failure = { ...noLeader, perhapsStored: true };
const tooLarge: Failure = {
  refusal: new Problem(413, "too-large", "too large"),
  tryAgain: false,
  perhapsStored: false,
};

/** A Kafka whose answers the test gives at any time. */
function fakeKafka() {
  type Answer = PromiseWithResolvers<Outcome<string>[]>;
  const requests: { items: string[]; answer: Answer }[] = [];
  const commit = (items: string[]) => {
    const answer: Answer = Promise.withResolvers();
    requests.push({ items, answer });
    return answer.promise;
  };
  const acknowledge = (index: number) => {
    const request = requests[index];
    request?.answer.resolve(request.items.map((item) => ({ stored: `ack ${item}` })));
  };
  const fail = (index: number, failure: Failure) => {
    const request = requests[index];
    request?.answer.resolve(request.items.map(() => failure));
  };
  return { commit, fail, requests, acknowledge, batches: () => requests.map(({ items }) => items) };
}

test("when one request is under way, then all that arrive share the next one, within the limits", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, commit: kafka.commit });
  const first = group.add("a");
  await until(() => kafka.requests.length === 1);
  const others = ["b", "c", "d", "e"].map((item) => group.add(item));
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
    return storeAll(items);
  };
  const group = createGroupCommit({ ...defaults, commit });
  await Promise.all(["alone", "b", "c"].map((item) => group.add(item)));
  await Promise.all(["d", "e", "f"].map((item) => group.add(item)));
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

test("when Kafka is silent, then what was sent is unknown at the deadline, and what waited is not sent", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, deadlineMs: 30, commit: kafka.commit });
  const sent = group.add("a");
  await until(() => kafka.requests.length === 1);
  const waiting = group.add("b");
  await expect(sent).rejects.toMatchObject({ type: "outcome-unknown", details: { outcome: "unknown" } });
  await expect(waiting).rejects.toMatchObject({ type: "deadline", details: { outcome: "not-stored" } });
  kafka.acknowledge(0);
  await until(() => group.queued() === 0);
  expect(kafka.batches()).toEqual([["a"]]);
});

test("when attempts fail, then they go on until one succeeds, before what came later", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, commit: kafka.commit });
  const first = group.add("a");
  await until(() => kafka.requests.length === 1);
  const later = group.add("b");
  kafka.fail(0, answerLost);
  await until(() => kafka.requests.length === 2);
  kafka.fail(1, noLeader);
  await until(() => kafka.requests.length === 3);
  kafka.acknowledge(2);
  expect(await Promise.all([first, later])).toEqual(["ack a", "ack b"]);
  expect(kafka.batches()).toEqual([["a"], ["a", "b"], ["a", "b"]]);
});

test("when a caller has a deadline of its own, then it waits until then, and the others do not", async () => {
  const commit = async (items: string[]) => items.map(() => noLeader);
  const group = createGroupCommit({ ...defaults, deadlineMs: 30, commit });
  const startedMs = performance.now();
  const patient = group.add("patient", { deadlineMs: 120 }).catch(() => performance.now() - startedMs);
  await expect(group.add("other")).rejects.toThrow();
  expect(performance.now() - startedMs).toBeLessThan(115);
  expect(await patient).toBeGreaterThan(115);
});

test("when every attempt is refused until the deadline, then the caller gets the reason, and that it is not stored", async () => {
  const commit = async (items: string[]) => items.map(() => noLeader);
  const group = createGroupCommit({ ...defaults, deadlineMs: 30, commit });
  await expect(group.add("a")).rejects.toMatchObject({
    type: "kafka-unavailable",
    details: { detail: "no leader", outcome: "not-stored" },
  });
});

test("when one attempt may have stored it and all others are refused, then the outcome is unknown", async () => {
  const failures = [answerLost];
  const commit = async (items: string[]) => items.map(() => failures.shift() ?? noLeader);
  const group = createGroupCommit({ ...defaults, maxRetries: 3, commit });
  await expect(group.add("a")).rejects.toMatchObject({ type: "outcome-unknown" });
});

test("when no retries are allowed, then the first failure is the answer", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, maxRetries: 0, commit: kafka.commit });
  const sent = group.add("a");
  kafka.fail(0, noLeader);
  await expect(sent).rejects.toMatchObject({ type: "kafka-unavailable" });
  expect(kafka.batches()).toEqual([["a"]]);
});

test("when one item is at fault, then only its caller gets the error, and what is stored is not sent again", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, commit: kafka.commit });
  void group.add("first");
  const results = Promise.allSettled(["stored elsewhere", "bad", "good"].map((item) => group.add(item)));
  kafka.acknowledge(0);
  await until(() => kafka.requests.length === 2);
  const split = { ...tooLarge, tryAgain: true, sendAlone: true };
  kafka.requests[1]?.answer.resolve([{ stored: "ack" }, split, split]);
  await until(() => kafka.requests.length === 3);
  kafka.fail(2, tooLarge);
  await until(() => kafka.requests.length === 4);
  kafka.acknowledge(3);
  expect(await results).toMatchObject([{ value: "ack" }, { reason: { status: 413 } }, { value: "ack good" }]);
  expect(kafka.batches()).toEqual([["first"], ["stored elsewhere", "bad", "good"], ["bad"], ["good"]]);
});

test("when a caller was answered while others are sent alone, then its item is not sent", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, deadlineMs: 40, commit: kafka.commit });
  void group.add("first").catch(() => undefined);
  const results = Promise.allSettled(["a", "b"].map((item) => group.add(item)));
  kafka.acknowledge(0);
  await until(() => kafka.requests.length === 2);
  kafka.fail(1, { ...tooLarge, tryAgain: true, sendAlone: true });
  await until(() => kafka.requests.length === 3);
  expect((await results).map((result) => (result as PromiseRejectedResult).reason.type)).toEqual([
    "outcome-unknown",
    "too-large",
  ]);
  kafka.acknowledge(2);
  await until(() => group.queued() === 0);
  expect(kafka.batches()).toEqual([["first"], ["a", "b"], ["a"]]);
});

test("when the sending itself breaks, then all callers in it get the reason and the next request is sent", async () => {
  let calls = 0;
  const commit = async (items: string[]) => {
    if (calls++ === 1) throw new TypeError("a bug");
    return storeAll(items);
  };
  const group = createGroupCommit({ ...defaults, commit });
  const results = await Promise.allSettled(["first", "a", "b"].map((item) => group.add(item)));
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await group.add("c")).toBe("c");
});

test("when everything is abandoned, then all callers, under way or waiting, get the outcome", async () => {
  const kafka = fakeKafka();
  const group = createGroupCommit({ ...defaults, commit: kafka.commit });
  const sent = group.add("a");
  await until(() => kafka.requests.length === 1);
  const waiting = group.add("b");
  group.abandon(new Problem(503, "stopping", "stopping"));
  await expect(sent).rejects.toMatchObject({ type: "outcome-unknown" });
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
        return items.map(({ id }) => ({ stored: id }));
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
