import type Dockerode from "dockerode";
import { processListeningOn } from "../../../common/listening-process.ts";
import { isOnThisMachine } from "../../../docker-client/client.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing, reasonOf, statusOf } from "../calls/docker-errors.ts";
import { nameConflictAdvice, ownNameConflict } from "../calls/name-conflict.ts";
import { ownerOf } from "../properties/labels.ts";
import { blocksOf, numberOf, textOf } from "../properties/property-access.ts";

/** Explains a name in use with its holder, which may not be the stack's, and is never removed. */
export async function explainCreate(
  error: unknown,
  inputs: PropertyMap,
  { docker, ownHolderOf }: DockerContext,
): Promise<string> {
  if (statusOf(error) !== 409) return `Unable to create container: ${reasonOf(error)}`;
  const name = textOf(inputs.name);
  const holder = await orNothing(docker.getContainer(name).inspect());
  const own = holder === undefined ? undefined : ownHolderOf(holder.Id);
  if (own !== undefined) return ownNameConflict("container", name, own);
  const whose = ownerOf(holder?.Config.Labels);
  const what =
    holder === undefined
      ? ""
      : ` (image ${holder.Config.Image}${whose}, made ${holder.Created.slice(0, 19)})`;
  return `the container name "${name}" is already in use by a container that does not belong to this stack${what}; it was left alone. ${nameConflictAdvice("container", name, holder?.Config.Labels)}.`;
}

/** Explains a port in use with its holder. */
export async function explainStart(
  error: unknown,
  inputs: PropertyMap,
  { docker }: DockerContext,
): Promise<string> {
  const reason = reasonOf(error);
  if (!/port is already allocated|address already in use/.test(reason)) return reason;
  for (const port of blocksOf(inputs.ports)) {
    const external = numberOf(port.external);
    if (external === undefined || !new RegExp(`:${external}\\b`).test(reason)) continue;
    const by = await holderOfPort(docker, external);
    return `Unable to start container: port ${external} is already in use by ${by}. Stop it, or publish another port. (Docker: ${reason})`;
  }
  return `Unable to start container: ${reason}`;
}

/** The holder of a port, for a sentence: a container, a process on this machine, or an unknown process. */
async function holderOfPort(docker: Dockerode, port: number): Promise<string> {
  const containers = await docker.listContainers();
  const holder = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port));
  if (holder !== undefined) return `the container ${holder.Names[0]?.slice(1)}`;
  const process = isOnThisMachine(docker) ? processListeningOn(port) : undefined;
  if (process === undefined) return "a process on the engine's machine";
  return `the process ${process.name} (pid ${process.pid})`;
}
