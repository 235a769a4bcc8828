import type { PartitionMetadata } from "kafkajs";
import { eventually } from "../../support/eventually.ts";
import { execIn } from "../../support/exec-in.ts";
import type { ClusterLab } from "./cluster-lab.ts";
import { connectTo } from "./load.ts";

/** The partitions of every topic, Kafka's own included, as a new client sees them now. */
export async function partitionsOf(lab: Pick<ClusterLab, "bootstrap">): Promise<PartitionMetadata[]> {
  const admin = connectTo(lab).admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata();
    return topics.flatMap(({ partitions }) => partitions);
  } finally {
    await admin.disconnect();
  }
}

/**
 * Waits until every partition is led, and kept by all three brokers, as each of them sees it: one that was cut off
 * believes at first that nothing has changed, and still leads what it led.
 */
export function untilReplicated(lab: ClusterLab, budgetMs = 120_000): Promise<unknown> {
  return eventually(
    "every partition has three replicas in sync",
    async () => {
      const views = await Promise.all(
        lab.bootstrap.map((address) => partitionsOf({ bootstrap: [address] }).catch(() => [])),
      );
      return views.every(
        (partitions) =>
          partitions.length > 0 && partitions.every(({ leader, isr }) => leader > 0 && isr.length === 3),
      );
    },
    budgetMs,
  );
}

/** Waits until no partition depends on this broker any more: it left the replicas in sync, and leads nothing. */
export function untilWithout(lab: ClusterLab, broker: number, budgetMs = 60_000): Promise<unknown> {
  return eventually(
    `no partition has broker ${broker} in sync`,
    async () => {
      const partitions = await partitionsOf(lab).catch(() => []);
      return partitions.length > 0 && partitions.every(({ isr }) => !isr.includes(broker));
    },
    budgetMs,
  );
}

/** The broker that is controller, according to the cluster with ZooKeeper, to the metadata quorum without. */
export async function controllerOf(lab: ClusterLab, mode: "zookeeper" | "kraft"): Promise<number> {
  if (mode === "kraft") {
    const tool = "kafka-metadata-quorum --bootstrap-server 127.0.0.1:29092 describe --status";
    const status = await execIn(lab.brokers[0] ?? "", tool);
    return Number(/LeaderId:\s+(\d+)/.exec(status)?.[1]);
  }
  const admin = connectTo(lab).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).controller ?? -1;
  } finally {
    await admin.disconnect();
  }
}
