import { LabError } from "../../common/lab-error.mjs";
import { memberName, partName } from "../../common/lab-layout.ts";
import { engineGet } from "../docker/docker-api.ts";
import { nameOf, type Partition, readCluster } from "../kafka/partitions.ts";
import { type LabConfig, readLabConfig } from "../project/lab-config.ts";

/** The words by which a caller that may begin anew knows this refusal. */
export const takesBrokersAway = "the settings take away";

/**
 * Before anything is removed: brokers that the settings take away keep no partition any more. `up` deletes their
 * volumes, and a message that only they have, or that the first broker has not fetched yet, would be gone.
 */
export async function refuseBrokerRemoval(stack: string) {
  const config = readLabConfig(stack);
  const going = await brokersBeyond(config);
  if (going.length === 0) return;
  const seen = await readCluster(config).catch(() => undefined);
  if (seen && keptByOthers(seen.partitions, config.brokers.length).length === 0) return;
  throw new LabError(
    `${takesBrokersAway} ${going.join(" and ")}, and ${seen ? describe(seen.partitions, config.brokers.length) : "what they keep is not known, because no broker answers"}.`,
    `Move the partitions first: ./lab rebalance. Or keep the brokers (brokers in Pulumi.${stack}.yaml), or begin anew: ./lab destroy.`,
  );
}

/** The partitions with a replica on a broker above that number. */
export function keptByOthers(partitions: readonly Partition[], brokers: number) {
  return partitions.filter(({ replicas }) => replicas.some((broker) => broker > brokers));
}

function describe(partitions: readonly Partition[], brokers: number) {
  const [first, ...others] = keptByOthers(partitions, brokers).map(nameOf);
  return `they keep ${first}${others.length > 0 ? ` and ${others.length} more partitions` : ""}`;
}

/** By their volumes, because a container that somebody removed leaves its volume, and `up` would delete that. */
async function brokersBeyond({ brokers, name, prefix }: LabConfig) {
  const { body } = await engineGet("/volumes");
  const volumes: string[] = (body?.Volumes ?? []).map(({ Name }: { Name: string }) => Name);
  return [2, 3]
    .filter((member) => member > brokers.length)
    .filter((member) => volumes.includes(prefix + memberName("kafka-data", member)))
    .map((member) => partName(name, memberName("kafka", member)));
}
