import { askManager } from "../../../../lib/hosts/ask-hosts.ts";
import type { LabConfig } from "../../../../lib/project/lab-config.ts";
import { readContainers, type SeenContainers } from "./containers.ts";
import { readSwarmContainers } from "./swarm-containers.ts";

/** Looks where the stack runs: at this machine's engine, or at the swarm whose nodes the settings name. */
export async function lookAtLab(config: LabConfig): Promise<SeenContainers | undefined> {
  return config.nodes.length > 0
    ? readSwarmContainers(config, await askManager(config))
    : readContainers(config);
}
