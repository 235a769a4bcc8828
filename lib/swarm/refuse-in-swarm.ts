import { LabError } from "../../common/lab-error.mjs";
import type { LabConfig } from "../project/lab-config.ts";

/** Commands that work on the containers of one machine end here where the stack is one of a swarm. */
export function refuseInSwarm(
  { nodes, stack }: Pick<LabConfig, "nodes" | "stack">,
  command: string,
  instead: string,
) {
  if (nodes.length === 0) return;
  throw new LabError(
    `${command} works on the containers of one machine, and the stack ${stack} is made of services of a swarm.`,
    instead,
  );
}
