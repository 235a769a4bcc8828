import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { Problem } from "../shared/problems.ts";
import { withTimeout } from "../shared/retry.ts";
import type { ConsumerEvents } from "./message-consumer.ts";

type Membership = { run: () => Promise<never>; leave: () => Promise<void> };
type Readers = { close: (why: Problem) => void; open: () => void };
type Options = {
  createConsumer: (events: Omit<ConsumerEvents, "deliver">) => Membership;
  readers: Readers;
  heartbeatIntervalMs: number;
  log: Logger;
};

/** Keeps this instance in the group for as long as the service runs: whatever ends a membership, a new one begins. */
export function createGroupMember({ createConsumer, readers, heartbeatIntervalMs, log }: Options) {
  let current: Membership | undefined;
  let assignment: number[] | undefined;
  let lastHeartbeatAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const events = {
    alive: () => {
      lastHeartbeatAt = performance.now();
    },
    assigned: (partitions: number[]) => {
      assignment = partitions;
      log.info({ partitions }, "joined the group");
      if (partitions.length === 0) readers.close(notAssigned());
      else readers.open();
    },
    commitFailed: (error: Error) =>
      log.warn({ reason: error.message }, "commit failed, the next one covers it"),
  };

  async function stay(): Promise<void> {
    while (!stopped) {
      current = createConsumer(events);
      await current
        .run()
        .catch((error) => log.warn({ reason: error.message }, "out of the group, joining again"));
      assignment = undefined;
      await leave(current);
      if (!stopped) await sleep(250);
    }
  }

  async function leave(membership: Membership): Promise<void> {
    await withTimeout("leaving the group", membership.leave(), 5_000).catch((error) =>
      log.warn({ reason: error.message }, "left without a goodbye"),
    );
  }

  async function stop(): Promise<void> {
    stopped = true;
    if (current) await leave(current);
  }

  /** The partitions we read, or undefined while we are in no group or Kafka has stopped answering. */
  function partitions(): number[] | undefined {
    const silentMs = performance.now() - lastHeartbeatAt;
    return silentMs < 3 * heartbeatIntervalMs ? assignment : undefined;
  }

  return { stay, stop, partitions };
}

function notAssigned(): Problem {
  const detail = "The group has more instances than the topic has partitions, and this one has none.";
  const hint = "Read from another instance, or give the topic more partitions.";
  return new Problem(503, "not-assigned", "No partition is assigned to this instance", {
    detail,
    hint,
    retryAfterSeconds: 5,
  });
}
