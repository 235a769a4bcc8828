import { setTimeout as sleep } from "node:timers/promises";
import { kafkaUnavailable, Problem } from "../http/problems.ts";
import type { Logger } from "../shared/logging.ts";
import { withTimeout } from "../shared/retry.ts";

type Membership = { run: () => Promise<never>; leave: () => Promise<void> };
type Events = {
  assigned: (partitions: number[]) => void;
  alive: () => void;
  commitFailed: (error: Error) => void;
};
type Options = {
  createConsumer: (events: Events) => Membership;
  /** Called before each joining, also after the topic was deleted meanwhile. */
  ensureTopic: (stopping: AbortSignal) => Promise<unknown>;
  readers: { close: (why: Problem) => void; open: () => void };
  heartbeatIntervalMs: number;
  /**
   * How long an instance may be without partitions before its readers are refused, because a rebalance may assign some.
   */
  idleGraceMs: number;
  /** Longer than any join takes: after so long a silence Kafka will never answer. */
  giveUpAfterMs: number;
  log: Logger;
};

/** Keeps this instance in the group for as long as the service runs: when one membership ends, a new one begins. */
export function createGroupMember({
  createConsumer,
  ensureTopic,
  readers,
  heartbeatIntervalMs,
  idleGraceMs,
  giveUpAfterMs,
  log,
}: Options) {
  let current: Membership | undefined;
  let assignment: number[] | undefined;
  let lastHeartbeatAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let stopping: AbortSignal | undefined;
  let refusal: NodeJS.Timeout | undefined;

  const events: Events = {
    alive: () => {
      lastHeartbeatAt = performance.now();
      if (!isEnding() && assignment && assignment.length > 0) readers.open();
    },
    assigned: (partitions) => {
      assignment = partitions;
      log.info({ partitions }, "joined the group");
      clearTimeout(refusal);
      if (isEnding()) return;
      if (partitions.length > 0) readers.open();
      else refusal = setTimeout(() => readers.close(notAssigned()), idleGraceMs);
    },
    commitFailed: (error) => log.warn({ reason: error.message }, "commit failed, the next one covers it"),
  };

  // When stopping begins, readers are refused for good; the member leaves the group when all of them have their answer.
  const isEnding = () => stopped || stopping?.aborted === true;

  async function stayInGroup(signal: AbortSignal): Promise<void> {
    stopping = signal;
    while (!stopped) {
      await ensureTopic(signal);
      current = createConsumer(events);
      events.alive();
      const over = new AbortController();
      await Promise.race([current.run(), silence(over.signal)]).catch(
        (error: Error) => stopped || log.warn({ reason: error.message }, "out of the group"),
      );
      over.abort();
      assignment = undefined;
      clearTimeout(refusal);
      if (stopped) break;
      if (!isEnding()) readers.open();
      await leave(current);
      await sleep(250);
    }
  }

  // kafkajs may wait silently for an answer that never comes; a new membership works then.
  async function silence(over: AbortSignal): Promise<never> {
    while (performance.now() - lastHeartbeatAt < giveUpAfterMs)
      await sleep(heartbeatIntervalMs, undefined, { signal: over, ref: false });
    throw new Error(`nothing heard from Kafka in ${giveUpAfterMs} ms`);
  }

  async function leave(membership: Membership): Promise<void> {
    const leaving = withTimeout("leaving the group", membership.leave(), 5_000);
    await leaving.catch((error: Error) =>
      log.warn({ reason: error.message }, "could not tell the group that it leaves"),
    );
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearTimeout(refusal);
    if (current) await leave(current);
  }

  /** The partitions we read, or undefined while we are in no group, or Kafka has stopped answering. */
  function partitions(): number[] | undefined {
    const silentMs = performance.now() - lastHeartbeatAt;
    return silentMs < 3 * heartbeatIntervalMs ? assignment : undefined;
  }

  function check(): void {
    if (!partitions()) throw kafkaUnavailable("The service is not in its consumer group.");
  }

  return { stayInGroup, stop, partitions, check };
}

function notAssigned(): Problem {
  return new Problem(503, "not-assigned", "No partition is assigned to this instance", {
    detail: "The group has more members than the topic has partitions, and this one got none.",
    hint: "Read from another instance, or give the topic more partitions.",
    retryAfterSeconds: 5,
  });
}
