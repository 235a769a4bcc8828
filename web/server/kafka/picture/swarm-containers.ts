import type { engineGet } from "../../../../lib/docker/docker-api.ts";
import { kafkaAddresses, type LabConfig } from "../../../../lib/project/lab-config.ts";
import { readSwarm, type SwarmNode, type SwarmService } from "../../../../lib/swarm/read-swarm.ts";
import type { ContainerState } from "../../../contract/container.ts";
import type { NodeState } from "../../../contract/kafka.ts";
import type { SeenContainers } from "./containers.ts";

type Wanted = Pick<
  LabConfig,
  "brokers" | "containers" | "dockerHostIp" | "kafkaPorts" | "labelName" | "nodes" | "prefix" | "stack"
>;

/** What a manager of the swarm knows of the lab: a broker stays on its node, of a service there are several tasks. */
export async function readSwarmContainers(
  config: Wanted,
  get: typeof engineGet | undefined,
): Promise<SeenContainers | undefined> {
  const swarm = get && (await readSwarm(config, get).catch(() => undefined));
  if (!swarm) return undefined;
  const serviceOf = (name: string) => swarm.services.find((each) => each.name === name);
  const addresses = kafkaAddresses(config);
  const keepers = (part: string) =>
    config.containers
      .filter((name) => name.slice(config.prefix.length).startsWith(part))
      .map((name) => brokerOf(name, serviceOf(name), undefined));
  return {
    nodes: swarm.nodes.map(nodeOf),
    brokers: config.brokers.map((name, index) => {
      const home = swarm.nodes.find(({ broker }) => broker === index + 1);
      const state = brokerOf(name, serviceOf(name), home);
      return { ...state, id: index + 1, address: state.state === "running" ? addresses[index] : undefined };
    }),
    zookeepers: keepers("zookeeper"),
    controllers: keepers("controller"),
    services: config.containers
      .filter((name) => name.slice(config.prefix.length).startsWith("service-"))
      .flatMap((name) =>
        tasksOf(name, serviceOf(name)).map((task) => ({
          ...task,
          clientId: name.slice(config.prefix.length),
        })),
      ),
  };
}

function nodeOf({ name, address, state, availability, isLeader }: SwarmNode): NodeState {
  const known = availability === "active" ? "ready" : "drained";
  return { name, address, state: state === "ready" ? known : "gone", leads: isLeader };
}

/** One that does not run waits for its node; if that is there, it is about to start. */
function brokerOf(
  name: string,
  service: SwarmService | undefined,
  home: SwarmNode | undefined,
): ContainerState {
  const health = undefined;
  if (!service) return { name, state: "missing", health };
  const [node = home?.name] = service.runsOn;
  if (service.runsOn.length > 0) return { name, state: "running", health, node };
  return { name, state: home?.state === "ready" ? "created" : "missing", health, node };
}

/** Those that run, by their nodes, and those that are still to start. */
function tasksOf(name: string, service: SwarmService | undefined): ContainerState[] {
  const health = undefined;
  if (!service) return [{ name, state: "missing", health }];
  const running = service.runsOn.map((node) => ({ name, state: "running" as const, health, node }));
  const missing = Math.max(0, service.wanted - running.length);
  return [
    ...running,
    ...Array.from({ length: missing }, () => ({ name, state: "created" as const, health })),
  ];
}
