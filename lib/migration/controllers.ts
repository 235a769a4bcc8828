import { memberName, partName } from "../../common/lab-layout.ts";
import { openDocker } from "../../docker-client/client.ts";
import { unlessAbsent, unlessAlready } from "../docker/ignore-status.ts";
import type { LabConfig } from "../project/lab-config.ts";
import type { EngineCalls } from "../rolling/engine-calls.ts";
import { askZooKeeper } from "../zookeeper/ask-zookeeper.ts";
import type { Request } from "../zookeeper/requests.ts";
import { readZnodes } from "./live-cluster.ts";

const members = [1, 2, 3];
const stopSeconds = 10;

/**
 * The documented way back: the controllers stop, ZooKeeper forgets them at once, so that a broker becomes the controller,
 * and their volumes go with them. A later migration with old volumes, or with the old znode and new volumes, would not
 * copy the metadata but overwrite it: it deletes every topic.
 */
export async function removeControllers(config: LabConfig, engine: EngineCalls): Promise<void> {
  const docker = openDocker();
  const containers = members.map((member) => docker.getContainer(nameOf(config, "controller", member)));
  const stop = containers.map((it) => it.stop({ t: stopSeconds }).catch(unlessAlready).catch(unlessAbsent));
  await Promise.all(stop);
  await forgetControllers(config);
  await engine.destroy(engine.resourcesOf("Controllers"));
  await removeLeftovers(config);
}

/** Takes out of ZooKeeper what the controllers have written about themselves. */
export async function forgetControllers(config: LabConfig): Promise<void> {
  const { isKraft, offset, controllerEpoch, kraftEpoch } = await readZnodes(config);
  const requests: Request[] = [];
  // A new controller must have a higher epoch than the old one, or the brokers obey the old one still.
  if (kraftEpoch >= controllerEpoch) {
    requests.push({ kind: "set", path: "/controller_epoch", data: String(kraftEpoch + 1_000) });
  }
  if (isKraft) requests.push({ kind: "delete", path: "/controller" });
  if (offset !== undefined) requests.push({ kind: "delete", path: "/migration" });
  const servers = members.map((member) => nameOf(config, "zookeeper", member));
  if (requests.length > 0) await askZooKeeper(servers, requests);
}

/** What an engine does not know of any more, or has left because data is to be kept. */
export async function removeLeftovers(config: LabConfig): Promise<void> {
  const docker = openDocker();
  const label = `kafka-lab.name=${config.labelName}`;
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ label: [label] }) });
  const names = members.map((member) => nameOf(config, "controller-data", member));
  for (const { Name } of Volumes ?? []) {
    if (names.includes(Name)) await docker.getVolume(Name).remove().catch(unlessAbsent);
  }
}

/** The containers of the lab's nodes that somebody stopped, or that were killed: Docker starts none of these by itself. */
export async function startStopped(
  config: LabConfig,
  parts: readonly ("controller" | "kafka" | "zookeeper")[],
): Promise<void> {
  const docker = openDocker();
  const nodes = parts.flatMap((part) => members.map((member) => nameOf(config, part, member)));
  for (const name of nodes) await docker.getContainer(name).start().catch(unlessAlready).catch(unlessAbsent);
}

function nameOf({ name }: LabConfig, part: string, member: number) {
  return partName(name, memberName(part, member));
}
