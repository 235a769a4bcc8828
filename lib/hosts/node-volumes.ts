import { setTimeout as delay } from "node:timers/promises";
import { areOwnHosts, hostNumbers } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { createClient } from "../../docker-client/client.ts";
import { endpointOf } from "../../docker-client/endpoint.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { isHostUp } from "./host-engine.ts";
import { hostEndpoint, hostName } from "./host-layout.ts";

/** Longer than the grace period of the brokers (infra/swarm/swarm-service.ts), after which Docker kills them. */
const stopsWithinMs = 30_000;

/**
 * After a whole `destroy`: a swarm's volumes are each of one node, and no manager can remove another node's. On the hosts
 * of this machine they are removed; on other machines it is said how.
 */
export async function removeNodeVolumes(
  { keepData, labelName, nodes, stack }: Pick<LabConfig, "keepData" | "labelName" | "nodes" | "stack">,
  log: (line: string) => void,
) {
  if (nodes.length === 0 || keepData) return;
  const labels = [`kafka-lab.name=${labelName}`, `kafka-lab.stack=${stack}`];
  if (!areOwnHosts(nodes)) {
    const filters = labels.map((label) => `--filter label=${label}`).join(" ");
    log(
      `The volumes stay on their nodes, with all messages. To remove them, on each: docker volume ls -q ${filters} | xargs -r docker volume rm`,
    );
    return;
  }
  for (const host of hostNumbers) {
    if (isHostUp(host)) await removeVolumes(host, labels, stack);
    else log(`${hostName(host)} does not run, and keeps its volumes.`);
  }
}

async function removeVolumes(host: number, labels: string[], stack: string) {
  const docker = createClient(endpointOf({ host: hostEndpoint(host) }));
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ label: labels }) });
  const deadline = Date.now() + stopsWithinMs;
  for (const { Name } of Volumes) {
    const volume = docker.getVolume(Name);
    for (;;) {
      const error = await volume.remove().then(
        () => undefined,
        (reason: Error & { statusCode?: number }) => reason,
      );
      if (error === undefined || error.statusCode === 404) break;
      // A task that is stopping still uses it, and one that has stopped until the swarm removes it.
      if (error.statusCode !== 409) throw error;
      if (Date.now() > deadline) throw stillInUse(host, Name, stack);
      await delay(300);
    }
  }
}

function stillInUse(host: number, volume: string, stack: string) {
  return new LabError(
    `the volume ${volume} of ${hostName(host)} is still in use, ${stopsWithinMs / 1_000} s after its service was removed.`,
    `See which container has it: docker --host '${hostEndpoint(host)}' ps -a --filter volume=${volume}; then again: ./lab destroy --stack ${stack}`,
  );
}
