import type { NetworkInspectInfo } from "dockerode";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing, reasonOf } from "../calls/docker-errors.ts";
import { nameConflictAdvice, ownNameConflict } from "../calls/name-conflict.ts";
import { ownerOf } from "../properties/labels.ts";

/** Explains a name in use with its holder, and an exhausted address pool with what to do. */
export async function explainNetworkCreate(
  error: unknown,
  name: string,
  { docker, ownHolderOf }: DockerContext,
): Promise<string> {
  const reason = reasonOf(error);
  if (reason.includes("already exists")) {
    const holder: NetworkInspectInfo | undefined = await orNothing(docker.getNetwork(name).inspect());
    const own = holder === undefined ? undefined : ownHolderOf(holder.Id);
    if (own !== undefined) return ownNameConflict("network", name, own);
    const what =
      holder === undefined ? "" : `${ownerOf(holder.Labels)} (made ${holder.Created.slice(0, 19)})`;
    return `the network name "${name}" is already in use by a network that does not belong to this stack${what}; it was left alone. ${nameConflictAdvice("network", name, holder?.Labels)}.`;
  }
  if (reason.includes("non-overlapping")) {
    return `Docker has no addresses left for another network. Remove networks that are not needed: docker network ls, docker network rm NAME. (Docker: ${reason})`;
  }
  return `Unable to create network: ${reason}`;
}

/** The network cannot be removed while containers that are not ours are connected: names them. */
export function explainNetworkInUse(network: string, containers: readonly string[]): string {
  const disconnect = containers.map((name) => `docker network disconnect ${network} ${name}`).join(" && ");
  return `the network ${network} is still used by: ${containers.join(", ")}. They do not belong to this stack, and were left alone. Disconnect them, then try again: ${disconnect}`;
}
