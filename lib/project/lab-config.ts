import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  defaultHttpsPortOffset,
  defaultPorts,
  instancePorts,
  labelName,
  memberName,
  membersOf,
  partName,
} from "../../common/lab-layout.ts";
import { keepsZooKeeper, type MigrationStep, migrationSteps } from "../../common/migration.ts";
import { labDir } from "../../common/project.mjs";
import { existingStack, selectedStackIn, stackSettings } from "../../engine/stack-files.ts";

/** What the commands need to know of a stack: its settings, and what follows from them. */
export interface LabConfig {
  stack: string;
  /** The setting `name`, which is empty for most. */
  name: string;
  /** What comes before the name of every container, network and volume. */
  prefix: string;
  /** The value of the lab's own labels that distinguishes this lab from others. */
  labelName: string;
  dockerHostIp: string;
  mode: "zookeeper" | "kraft";
  /** How far it is to be on its way out of ZooKeeper; `none` also where that is not a step. */
  migration: MigrationStep;
  /** The containers of the brokers, the first one first. */
  brokers: string[];
  /** The containers of the ZooKeepers, none in KRaft mode, nor after a migration. */
  zookeepers: string[];
  /** The containers of the dedicated controllers, none before a migration. */
  controllers: string[];
  /** One for each broker. */
  kafkaPorts: number[];
  /** The first broker's. */
  kafkaPort: number;
  serviceAPort: number;
  /** One for each instance. */
  serviceBPorts: number[];
  /** How far above those the ports for https are; 0 without https. */
  httpsPortOffset: number;
  /** The addresses of the nodes of a swarm, that of the first broker first; none where one machine runs all. */
  nodes: string[];
  /** In a swarm, on how many nodes each service runs. */
  serviceReplicas: number;
  /** Whether `destroy` leaves the volumes of data. */
  keepData: boolean;
  /** Every container that `up` makes; in a swarm, every service. */
  containers: string[];
}

/** What a stack is configured to be, by the files that both engines read; it may not be up. */
export function readLabConfig(stack: string, projectDir: string = labDir): LabConfig {
  const { values } = stackSettings(projectDir, stack, noSecrets);
  const get = (key: string, byDefault: string) => values[`kafka-lab:${key}`] || byDefault;
  const port = (key: string, byDefault: number) => Number(get(key, String(byDefault)));
  const name = get("name", "");
  const mode = get("mode", "zookeeper") === "kraft" ? "kraft" : "zookeeper";
  const members = (part: string, count: number) =>
    membersOf(count).map((member) => partName(name, memberName(part, member)));
  const brokers = members("kafka", Number(get("brokers", "1")));
  const migration = migrationSteps.find((step) => step === get("migration", "none")) ?? "none";
  const hasZooKeeper = mode === "zookeeper" && keepsZooKeeper(migration);
  const zookeepers = hasZooKeeper ? members("zookeeper", Number(get("zookeepers", "1"))) : [];
  const controllers = migration === "none" ? [] : members("controller", Number(get("controllers", "0")));
  const instances = Number(get("serviceBInstances", "1"));
  const kafkaPort = port("kafkaPort", defaultPorts.kafka);
  const isSwarm = get("orchestrator", "none") === "swarm";
  const nodes = isSwarm ? get("nodeAddresses", "").split(",").filter(Boolean) : [];
  return {
    stack,
    name,
    prefix: partName(name, ""),
    labelName: labelName(name),
    dockerHostIp: get("dockerHostIp", "127.0.0.1"),
    mode,
    migration,
    brokers,
    zookeepers,
    controllers,
    kafkaPorts: brokers.map((_, index) => kafkaPort + index),
    kafkaPort,
    serviceAPort: port("serviceAPort", defaultPorts.serviceA),
    serviceBPorts: instancePorts(port("serviceBPort", defaultPorts.serviceB), instances),
    httpsPortOffset: port("httpsPortOffset", defaultHttpsPortOffset),
    nodes,
    serviceReplicas: Number(get("serviceReplicas", "2")),
    keepData: get("keepData", "false") === "true",
    containers: [
      ...zookeepers,
      ...controllers,
      ...brokers,
      ...members("service-a", 1),
      ...members("service-b", instances),
    ],
  };
}

/** Where clients outside Docker find each broker: on a swarm each on its own node. */
export function kafkaAddresses({
  dockerHostIp,
  kafkaPorts,
  nodes,
}: Pick<LabConfig, "dockerHostIp" | "kafkaPorts" | "nodes">): { host: string; port: number }[] {
  return kafkaPorts.map((port, index) => ({ host: nodes[index] ?? dockerHostIp, port }));
}

/**
 * The stack that was asked for, else the one of PULUMI_STACK, else the one that the lab chose and remembers, else
 * the one that `pulumi stack select` chose. A stack that is named and does not exist is an error with the names
 * there are.
 */
export function rememberedStack(asked?: string, projectDir = labDir) {
  const [given, source] = asked === undefined ? knownStack(projectDir) : [asked, "--stack"];
  return given === undefined ? selectedStackIn(projectDir) : existingStack(projectDir, given, source);
}

/** Whether only `pulumi stack select` has chosen a stack. */
export function isLeftToTheCli(projectDir = labDir) {
  return knownStack(projectDir)[0] === undefined;
}

/** The name, and where it comes from. */
function knownStack(projectDir: string): [string | undefined, string] {
  if (process.env.PULUMI_STACK) return [process.env.PULUMI_STACK, "PULUMI_STACK"];
  const file = join(projectDir, ".lab", "stack");
  return [(existsSync(file) ? readFileSync(file, "utf8").trim() : "") || undefined, file];
}

function noSecrets(): never {
  throw new Error("a stack of this lab holds no secrets");
}
