import { afterEach, expect, test, vi } from "vitest";
import { until } from "../http/testing/test-server.ts";
import { createSession } from "./consumer-session.ts";

const quick = { heartbeatIntervalMs: 1, silenceMs: 10_000 };

afterEach(() => {
  vi.useRealTimers();
});

/** A loop that waits for a reader until it must stop. */
const waitForReader = (stop: AbortSignal) =>
  new Promise<void>((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));

test("when a message waits for a reader, then heartbeats go on", async () => {
  const session = createSession(quick);
  let beats = 0;
  const beat = async () => {
    beats++;
  };
  const running = session.run(beat, waitForReader);
  await until(() => beats > 3);
  session.end();
  await running;
});

test("when a heartbeat fails, then all loops stop and kafkajs gets the reason", async () => {
  const session = createSession(quick);
  const rebalancing = new Error("REBALANCE_IN_PROGRESS");
  const loops = [
    session.run(() => Promise.reject(rebalancing), waitForReader),
    session.run(async () => undefined, waitForReader),
  ];
  const results = await Promise.allSettled(loops);
  expect(results.map((result) => result.status === "rejected" && result.reason)).toEqual([
    rebalancing,
    rebalancing,
  ]);
});

test("when all loops have stopped, then the next ones start anew", async () => {
  const session = createSession(quick);
  await expect(session.run(() => Promise.reject(new Error("once")), waitForReader)).rejects.toThrow("once");
  await session.run(
    async () => undefined,
    async (stop) => expect(stop.aborted).toBe(false),
  );
});

test("when the session ended, then loops stop without an error, also those that start late", async () => {
  const session = createSession(quick);
  const running = session.run(async () => undefined, waitForReader);
  session.end();
  await running;
  await session.run(
    async () => undefined,
    async (stop) => expect(stop.aborted).toBe(true),
  );
});

test("when heartbeats are neither sent nor refused, then all loops stop, and kafkajs gets an error", async () => {
  const session = createSession({ heartbeatIntervalMs: 1, silenceMs: 5 });
  const running = session.run(async () => undefined, waitForReader);
  await expect(running).rejects.toThrow("out of the group unnoticed");
  await expect(running).rejects.toMatchObject({ type: "UNKNOWN_MEMBER_ID" });
});

test("when Kafka was silent for a session and then says why, then kafkajs gets Kafka's own reason", async () => {
  const session = createSession({ heartbeatIntervalMs: 1, silenceMs: -1 });
  const rebalancing = Object.assign(new Error("rejoin"), { type: "REBALANCE_IN_PROGRESS" });
  const answerLate = () => new Promise<void>((_, reject) => setImmediate(reject, rebalancing));
  await expect(session.run(answerLate, waitForReader)).rejects.toBe(rebalancing);
});

test("when heartbeats are answered, then a message may wait for longer than the session lasts", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  const session = createSession({ heartbeatIntervalMs: 10, silenceMs: 50 });
  const running = session.run(async () => session.alive(), waitForReader);
  await vi.advanceTimersByTimeAsync(150);
  session.end();
  await running;
});
