import { areOwnHosts } from "../../common/hosts-layout.ts";
import { isSwarm, type NodeSettings, nodesOf } from "./nodes.ts";

/** The settings that matter in a swarm. */
interface Settings extends NodeSettings {
  readonly brokers: number;
  readonly exposeOnNetwork: boolean;
  readonly httpsPortOffset: number;
  readonly kafkaPort: number;
  readonly migration: string;
  readonly mode: string;
  readonly registry: string;
  readonly serviceAPort: number;
  readonly serviceBInstances: number;
  readonly serviceBPort: number;
  readonly serviceReplicas: number;
  readonly zookeepers: number;
}

type HowToSet = (key: string, value: string) => string;

/** What the settings of a swarm must agree on, each with what to set. */
export function swarmConflicts(config: Settings, howToSet: HowToSet): string[] {
  if (!isSwarm(config)) return [];
  const nodes = nodesOf(config);
  const needed = Math.max(config.brokers, config.mode === "zookeeper" ? config.zookeepers : 1);
  const conflicts: [key: keyof Settings, value: string, isWrong: boolean, why: string][] = [
    ["registry", "10.0.0.10:5000", config.registry === "", "a registry, because every node pulls its images"],
    [
      "nodeAddresses",
      exampleNodes,
      nodes.length < needed,
      `the addresses of ${needed} nodes or more, as clients reach them, in the order of the labels`,
    ],
    [
      "serviceReplicas",
      String(nodes.length),
      config.serviceReplicas > nodes.length && nodes.length > 0,
      `no more than one on each of the ${nodes.length} nodes`,
    ],
    [
      "serviceBInstances",
      "1",
      config.serviceBInstances > 1,
      "1, because in a swarm serviceReplicas says how many there are",
    ],
    [
      "httpsPortOffset",
      "0",
      config.httpsPortOffset > 0,
      "0, because every node would have a certificate of its own",
    ],
    [
      "migration",
      "none",
      config.migration !== "none",
      "none, because only containers of one machine migrate",
    ],
  ];
  const complaints = conflicts
    .filter(([, , isWrong]) => isWrong)
    .map(
      ([key, value, , why]) =>
        `kafka-lab:${key}: expected ${why}, saw "${config[key]}"; set it with: ${howToSet(key, value)}`,
    );
  return [...complaints, ...exposure(config, howToSet)];
}

const exampleNodes = "10.0.0.11,10.0.0.12,10.0.0.13";

/** A port in host mode listens on every address of a node, and nothing here asks for a password. */
function exposure(config: Settings, howToSet: HowToSet): string[] {
  const nodes = nodesOf(config);
  if (config.exposeOnNetwork || nodes.length === 0 || areOwnHosts(nodes)) return [];
  const { kafkaPort, serviceAPort, serviceBPort } = config;
  const brokers = Array.from({ length: config.brokers }, (_, index) => kafkaPort + index);
  const ports = [...brokers, serviceAPort, serviceBPort].join(", ");
  return [
    `kafka-lab:exposeOnNetwork: expected true, because the ports ${ports} become reachable on every address of ${nodes.join(", ")}, without a login or TLS: whoever reaches these machines can read, write and delete every message; saw "false". Where only people whom you trust reach them: ${howToSet("exposeOnNetwork", "true")}`,
  ];
}
