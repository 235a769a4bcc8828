/** The settings that say whether there are several machines, and which. */
export interface NodeSettings {
  readonly orchestrator: "none" | "swarm";
  readonly nodeAddresses: string;
}

/** Whether the lab's containers are tasks of a swarm, on several machines. */
export const isSwarm = ({ orchestrator }: Pick<NodeSettings, "orchestrator">) => orchestrator === "swarm";

/** The addresses of a swarm's nodes, that of broker 1 first; none on one machine. */
export function nodesOf(config: NodeSettings): string[] {
  return isSwarm(config) ? config.nodeAddresses.split(",").filter((address) => address !== "") : [];
}
