import { LabError } from "../../common/lab-error.mjs";
import { engineGet } from "../docker/docker-api.ts";
import { readLabConfig } from "../project/lab-config.ts";

/**
 * Before anything is replaced: what keeps the metadata stays the same. New voters next to old ones know of no topic,
 * and where they are the majority, the cluster is theirs: its messages would be there, and nothing would know of
 * them.
 */
export async function refuseMetadataChange(stack: string) {
  const config = readLabConfig(stack);
  const { body } = await engineGet(`/containers/${config.brokers[0]}/json`);
  const env = (body as { Config?: { Env?: string[] } } | undefined)?.Config?.Env;
  const had = env && keeperIn(env);
  const wanted = keeper(
    config.mode,
    config.mode === "kraft" ? config.brokers.length : config.zookeepers.length,
  );
  if (!had || had === wanted) return;
  throw new LabError(
    `the metadata of this lab is kept by ${had}, the settings want ${wanted}, and it cannot move.`,
    `Set it back (mode, zookeepers, brokers in Pulumi.${stack}.yaml), or begin anew: ./lab destroy, then ./lab up.`,
  );
}

/** By the environment of a broker's container, in which its image's own is. */
export function keeperIn(env: string[]) {
  // The official image has KAFKA_ZOOKEEPER_CONNECT in its own environment, empty.
  const count = (name: string) =>
    env
      .find((entry) => entry.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .split(",")
      .filter((member) => member.trim() !== "").length;
  const [servers, voters] = [count("KAFKA_ZOOKEEPER_CONNECT"), count("KAFKA_CONTROLLER_QUORUM_VOTERS")];
  if (servers) return keeper("zookeeper", servers);
  return voters ? keeper("kraft", voters) : undefined;
}

function keeper(mode: "zookeeper" | "kraft", count: number) {
  const noun = mode === "zookeeper" ? "ZooKeeper" : "KRaft controller";
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`;
}
