import type { PropertyMap } from "../../model/resource-type.ts";
import { inPath } from "../calls/api-path.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing, reasonOf } from "../calls/docker-errors.ts";
import { ownNameConflict } from "../calls/name-conflict.ts";
import { ownerOf } from "../properties/labels.ts";
import { textOf } from "../properties/property-access.ts";
import type { FoundService } from "./found-service.ts";

/** Explains an engine without a swarm and a name that is in use; everything else is Docker's own message. */
export async function explainService(
  error: unknown,
  inputs: PropertyMap,
  { docker, ownHolderOf }: DockerContext,
): Promise<string> {
  const reason = reasonOf(error);
  if (reason.includes("not a swarm manager"))
    return `a service needs an engine that manages a swarm, and this one does not: make it one (docker swarm init), or choose a manager with DOCKER_HOST. (Docker: ${reason})`;
  if (!/name conflicts with an existing object/.test(reason)) return reason;
  const name = textOf(inputs.name);
  const holder = (await orNothing(docker.getService(inPath(name)).inspect())) as FoundService | undefined;
  const own = holder === undefined ? undefined : ownHolderOf(holder.ID);
  if (own !== undefined) return ownNameConflict("service", name, own);
  return `the service name "${name}" is already in use by a service that does not belong to this stack${ownerOf(holder?.Spec.Labels)}; it was left alone. Remove it (docker service rm ${name}), or give this one another name.`;
}
