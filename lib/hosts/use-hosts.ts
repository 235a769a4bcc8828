import { areOwnHosts, brokerLabel } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { membersOf } from "../../common/lab-layout.ts";
import { engineGet } from "../docker/docker-api.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { hostEndpoint } from "./host-layout.ts";
import { answeringHost } from "./host-swarm.ts";
import { hasHosts } from "./remove-hosts.ts";

type Swarm = Pick<LabConfig, "brokers" | "nodes" | "stack">;

/** As Docker describes a node. */
interface Node {
  readonly Spec: { readonly Labels?: Record<string, string> };
}

/**
 * Before a stack is looked at that runs on a swarm: from here on DOCKER_HOST names one of its managers. Of the hosts of
 * this machine it is one that answers; which one does not matter, because all of them know everything.
 */
export async function useSwarmOf({ nodes, stack }: Swarm) {
  if (!areOwnHosts(nodes)) return;
  if (!hasHosts())
    throw new LabError(
      `the stack ${stack} runs on three hosts, and there are none on this machine.`,
      "Make them: ./lab hosts up. Or name nodes of your own: ./lab hosts join says how.",
    );
  process.env.DOCKER_HOST = hostEndpoint(await answeringHost());
  for (const name of ["DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"]) delete process.env[name];
}

/** Before anything is created: the engine manages a swarm, and has a node for each broker. */
export async function requireNodes({ brokers, nodes, stack }: Swarm) {
  if (nodes.length === 0) return;
  const { status, body } = await engineGet("/nodes");
  if (status !== 200)
    throw new LabError(
      `the stack ${stack} runs on a swarm, and the engine says: ${body?.message ?? `HTTP ${status}`}`,
      "Point DOCKER_HOST, or docker context, to a manager of the swarm. To make one: ./lab hosts join",
    );
  const labels = (body as Node[]).map(({ Spec }) => Spec.Labels?.[brokerLabel]);
  for (const broker of membersOf(brokers.length)) {
    const found = labels.filter((label) => label === String(broker)).length;
    if (found === 1) continue;
    throw new LabError(
      `broker ${broker} runs on the node with the label ${brokerLabel}=${broker}, and ${found === 0 ? "none has it" : `${found} nodes have it`}.`,
      `See docker node ls, then: docker node update --label-add ${brokerLabel}=${broker} NODE`,
    );
  }
}
