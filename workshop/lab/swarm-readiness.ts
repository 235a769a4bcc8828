import { askHosts } from "../../lib/hosts/ask-hosts.ts";
import { makeHosts } from "../../lib/hosts/make-hosts.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readSwarm } from "../../lib/swarm/read-swarm.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { answerOf } from "../authoring/polling.ts";

/** Brings the three hosts up, whatever has happened to them, and on them the current program. */
export async function bringSwarmUp(lab: WorkshopLab, config: LabConfig) {
  await makeHosts(lab.say);
  await lab.up({ refresh: true });
  await untilSwarmIsWhole(lab, config);
}

/** Waits until nothing is missing: a host that has just come back is given its tasks, and its broker catches up. */
export async function untilSwarmIsWhole(lab: WorkshopLab, config: LabConfig) {
  await lab.poll(() => isSwarmWhole(lab, config), {
    budgetMs: 180_000,
    what: {
      en: "all nodes are ready, every service is complete, and all replicas are in sync",
      fr: "tous les nœuds sont prêts, chaque service est complet, et toutes les répliques sont synchronisées",
    },
  });
}

/** Whether every node is ready, every service has as many tasks as it wants, and no replica is behind. */
export async function isSwarmWhole(lab: WorkshopLab, config: LabConfig): Promise<boolean> {
  const get = await askHosts();
  const swarm = get && (await readSwarm(config, get).catch(() => undefined));
  if (!swarm || swarm.services.length < config.containers.length) return false;
  const isComplete = swarm.services.every(({ runsOn, wanted }) => runsOn.length === wanted);
  const areReady = swarm.nodes.every(({ isReachable, state }) => state === "ready" && isReachable !== false);
  return isComplete && areReady && (await answerOf(replicasBehind(lab))) === 0;
}

/** How many partitions lack a replica in sync. */
export function replicasBehind(lab: WorkshopLab): Promise<number> {
  return lab.kafka.withAdmin(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata();
    const partitions = topics.flatMap(({ partitions }) => partitions);
    return partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length;
  });
}
