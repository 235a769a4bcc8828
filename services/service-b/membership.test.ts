import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { Problem } from "../http/problems.ts";
import { until } from "../http/testing/test-server.ts";
import { createGroupMember } from "./membership.ts";

/** A Kafka in which the test decides what happens to each membership. */
const endless = new AbortController().signal;

function start({
  stopping = endless,
  heartbeatIntervalMs = 1_000,
  idleGraceMs = 0,
  giveUpAfterMs = 60_000,
} = {}) {
  const memberships: { events: Parameters<Options["createConsumer"]>[0]; crash: (error: Error) => void }[] =
    [];
  const log: string[] = [];
  let closed: Problem | undefined;
  let openings = 0;
  const member = createGroupMember({
    createConsumer: (events) => {
      const { promise, reject } = Promise.withResolvers<never>();
      memberships.push({ events, crash: reject });
      const leave = async () => {
        log.push("left");
        reject(new Error("left"));
      };
      return { run: () => promise, leave };
    },
    ensureTopic: async () => log.push("topic"),
    readers: {
      close: (why) => {
        closed = why;
      },
      open: () => {
        openings += 1;
        closed = undefined;
      },
    },
    heartbeatIntervalMs,
    idleGraceMs,
    giveUpAfterMs,
    log: pino({ enabled: false }),
  });
  void member.stayInGroup(stopping);
  onTestFinished(() => member.stop());
  return { member, memberships, log, closedBecause: () => closed?.type, opened: () => openings };
}
type Options = Parameters<typeof createGroupMember>[0];

test("when the group assigns partitions, then they are reported; before that, the service is not ready", async () => {
  const { member, memberships } = start();
  await until(() => memberships.length === 1);
  expect(member.partitions()).toBeUndefined();
  expect(member.check).toThrow(expect.objectContaining({ type: "kafka-unavailable" }));
  memberships[0]?.events.alive();
  memberships[0]?.events.assigned([0, 2]);
  expect(member.partitions()).toEqual([0, 2]);
});

test("when the group assigns nothing, then readers are refused until it assigns something", async () => {
  const { memberships, closedBecause } = start();
  await until(() => memberships.length === 1);
  memberships[0]?.events.assigned([]);
  await until(() => closedBecause() === "not-assigned");
  memberships[0]?.events.assigned([1]);
  expect(closedBecause()).toBeUndefined();
});

test("when the group rebalances, and an instance is without partitions for a moment only, then its readers go on waiting", async () => {
  const { memberships, closedBecause } = start({ idleGraceMs: 20 });
  await until(() => memberships.length === 1);
  memberships[0]?.events.assigned([]);
  memberships[0]?.events.assigned([1]);
  const graceIsOver = performance.now() + 40;
  await until(() => {
    expect(closedBecause()).toBeUndefined();
    return performance.now() > graceIsOver;
  });
});

test("when an instance without partitions falls out of the group, then its readers wait until it is in it again", async () => {
  const { memberships, closedBecause } = start();
  await until(() => memberships.length === 1);
  memberships[0]?.events.assigned([]);
  await until(() => closedBecause() === "not-assigned");
  memberships[0]?.crash(new Error("coordinator gone"));
  await until(() => memberships.length === 2);
  expect(closedBecause()).toBeUndefined();
});

test("when stopping has begun, then readers stay refused, even while heartbeats still go to the group", async () => {
  const stopping = new AbortController();
  const { memberships, opened } = start({ stopping: stopping.signal });
  await until(() => memberships.length === 1);
  memberships[0]?.events.assigned([0]);
  const before = opened();
  stopping.abort();
  memberships[0]?.events.alive();
  memberships[0]?.events.assigned([0]);
  expect(opened()).toBe(before);
});

test("when Kafka stops answering, then the service is no longer ready", async () => {
  const { member, memberships } = start({ heartbeatIntervalMs: 5 });
  await until(() => memberships.length === 1);
  memberships[0]?.events.alive();
  memberships[0]?.events.assigned([0]);
  await until(() => member.partitions() === undefined);
});

test("when a membership ends, then the member leaves and a new membership begins, topic first", async () => {
  const { member, memberships, log } = start();
  await until(() => memberships.length === 1);
  memberships[0]?.events.alive();
  memberships[0]?.events.assigned([0]);
  memberships[0]?.crash(new Error("coordinator gone"));
  await until(() => memberships.length === 2);
  expect(log).toEqual(["topic", "left", "topic"]);
  expect(member.partitions()).toBeUndefined();
});

test("when a membership is silent for too long, then it is given up, and a new one begins", async () => {
  const { memberships, log } = start({ heartbeatIntervalMs: 5, giveUpAfterMs: 50 });
  await until(() => memberships.length === 2);
  expect(log).toEqual(["topic", "left", "topic"]);
});

test("when heartbeats are answered, then a membership lasts", async () => {
  const { memberships } = start({ heartbeatIntervalMs: 5, giveUpAfterMs: 1_000 });
  const startedAt = performance.now();
  await until(() => {
    memberships[0]?.events.alive();
    return performance.now() - startedAt > 1_500;
  });
  expect(memberships.length).toBe(1);
});

test("when the service stops, then it leaves the group and joins no more", async () => {
  const { member, memberships, log } = start();
  await until(() => memberships.length === 1);
  await member.stop();
  expect(log).toEqual(["topic", "left"]);
  expect(memberships.length).toBe(1);
});
