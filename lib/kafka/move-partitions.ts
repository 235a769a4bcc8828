import { setTimeout as pause } from "node:timers/promises";
import { retry } from "zx";
import { LabError } from "../../common/lab-error.mjs";
import { kafkaAddresses, type LabConfig } from "../project/lab-config.ts";
import type { Assignment } from "./assignment.ts";
import { byTopic } from "./assignment.ts";
import { askBroker } from "./broker-connection.ts";
import { notPreferred, readCluster, underReplicated, withAdmin } from "./partitions.ts";
import { electionFailures, electionRequest } from "./preferred-election.ts";

/**
 * Hands the plan to Kafka, which copies in the background while clients go on, and reports how many partitions are
 * done.
 */
export async function reassign(
  config: LabConfig,
  plan: readonly Assignment[],
  progress: (done: number) => void,
) {
  await withAdmin(config, async (admin) => {
    await admin.alterPartitionReassignments({ topics: byTopic(plan) });
    await untilCopied(async () => {
      const { topics } = await admin.listPartitionReassignments({});
      const left = topics.flatMap(({ topic, partitions }) =>
        // kafkajs gives another name than its types say.
        partitions.map((each) => `${topic}-${"partition" in each ? each.partition : each.partitionIndex}`),
      );
      progress(Math.max(0, plan.length - left.length));
      return left;
    });
  });
  await confirm(config, plan);
}

/** How long an election may take until Kafka answers. */
const electionMs = 5_000;

/** How long nothing may get done: a copy takes as long as there is data, but it goes on. */
const quietMs = 120_000;

/**
 * Waits until no partition is left to copy. Where none was done for as long as the budget, the wait ends and the
 * copying goes on by itself.
 */
export async function untilCopied(
  askLeft: () => Promise<readonly string[]>,
  { budgetMs = quietMs, everyMs = 200 }: { budgetMs?: number; everyMs?: number } = {},
) {
  let fewest = Number.POSITIVE_INFINITY;
  for (let deadlineMs = performance.now() + budgetMs; ; await pause(everyMs)) {
    const left = await askLeft();
    if (left.length === 0) return;
    if (left.length < fewest) {
      fewest = left.length;
      deadlineMs = performance.now() + budgetMs;
    }
    if (performance.now() < deadlineMs) continue;
    throw new LabError(
      `for ${Math.round(budgetMs / 1_000)} s Kafka has finished no copy; it still copies ${left.slice(0, 3).join(", ")}${left.length > 3 ? ` and ${left.length - 3} more` : ""}.`,
      "It goes on without this command. A broker that is away or frozen holds it up: ./lab doctor, then ./lab rebalance again.",
    );
  }
}

/**
 * Makes the first replica of every partition its leader, as Kafka does by itself every five minutes, and counts the
 * leaders that this moved.
 */
export async function electPreferredLeaders(config: LabConfig): Promise<number> {
  const before = await readCluster(config);
  const moving = notPreferred(before.partitions);
  if (moving.length === 0) return 0;
  // With ZooKeeper only the controller takes it; without, any broker passes it on.
  const broker = config.mode === "kraft" ? before.brokers[0] : before.controller;
  const controller = kafkaAddresses(config)[(broker ?? 1) - 1] ?? {
    host: config.dockerHostIp,
    // Of a broker that the settings take away.
    port: config.kafkaPort + (broker ?? 1) - 1,
  };
  const failures = electionFailures(await askBroker(controller, electionRequest(), electionMs));
  if (failures.length > 0) {
    throw new LabError(
      `Kafka elected no preferred leader for ${failures.join(", ")} (its own error code).`,
      "A replica that is not in sync cannot lead: ./lab doctor names it. Then try again.",
    );
  }
  await untilPreferred(config);
  return moving.length;
}

/** The controller has decided; the brokers hear of it one after the other. */
async function untilPreferred(config: LabConfig) {
  await retry(50, "200ms", async () => {
    if (notPreferred((await readCluster(config)).partitions).length === 0) return;
    throw new LabError(
      "Kafka elected the preferred leaders, and not every partition is led by its own.",
      "./lab doctor names those; then ./lab rebalance once more.",
    );
  });
}

/** What Kafka reports as done is also what every broker says. */
async function confirm(config: LabConfig, plan: readonly Assignment[]) {
  await retry(50, "200ms", async () => {
    const { partitions } = await readCluster(config);
    const differs = plan.find(({ topic, partition, replicas }) => {
      const now = partitions.find((it) => it.topic === topic && it.partition === partition);
      return now?.replicas.join() !== replicas.join();
    });
    if (!differs && underReplicated(partitions).length === 0) return;
    throw new LabError(
      "Kafka ended the reassignment, and not every partition has the replicas that were planned.",
      "./lab doctor names them; then ./lab rebalance once more.",
    );
  });
}
