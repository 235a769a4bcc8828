import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { existingStack, stackSettings } from "../../engine/stack-files.ts";
import { labDir } from "./project.mjs";

export interface LabConfig {
  stack: string;
  /** what stands before the name of every container, network and volume */
  prefix: string;
  /** how the lab's own labels tell this lab from another */
  labelName: string;
  dockerHostIp: string;
  mode: "zookeeper" | "kraft";
  /** the containers of the brokers, the first one first */
  brokers: string[];
  /** the containers of the ZooKeepers, none in KRaft mode */
  zookeepers: string[];
  /** one for each broker */
  kafkaPorts: number[];
  /** the first broker's */
  kafkaPort: number;
  serviceAPort: number;
  /** one for each instance */
  serviceBPorts: number[];
  /** every container that `up` makes */
  containers: string[];
}

/** What a stack is configured to be, by the files that both engines read; it may not be up. */
export function readLabConfig(stack: string, projectDir: string = labDir): LabConfig {
  const { values } = stackSettings(projectDir, stack, noSecrets);
  const get = (key: string, byDefault: string) => values[`kafka-lab:${key}`] || byDefault;
  const name = get("name", "");
  const prefix = name && `${name}-`;
  const mode = get("mode", "zookeeper") === "kraft" ? "kraft" : "zookeeper";
  const kafkaPort = Number(get("kafkaPort", "9092"));
  const brokers = members(`${prefix}kafka`, Number(get("brokers", "1")));
  const zookeepers = mode === "kraft" ? [] : members(`${prefix}zookeeper`, Number(get("zookeepers", "1")));
  const instances = Array.from({ length: Number(get("serviceBInstances", "1")) }, (_, index) => index);
  const serviceBs = members(`${prefix}service-b`, instances.length);
  return {
    stack,
    prefix,
    labelName: name || "default",
    dockerHostIp: get("dockerHostIp", "127.0.0.1"),
    mode,
    brokers,
    zookeepers,
    kafkaPorts: brokers.map((_, index) => kafkaPort + index),
    kafkaPort,
    serviceAPort: Number(get("serviceAPort", "5101")),
    serviceBPorts: instances.map((index) => Number(get("serviceBPort", "5102")) + 10 * index),
    containers: [...zookeepers, ...brokers, `${prefix}service-a`, ...serviceBs],
  };
}

/** As the program names the members of a cluster. */
function members(name: string, count: number) {
  return Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}-${index + 1}`));
}

/**
 * The stack that was asked for, else the one of PULUMI_STACK, else the one that the lab chose and remembers. A stack
 * that is named and does not exist is an error with the names there are.
 */
export function rememberedStack(asked?: string, projectDir = labDir) {
  const [given, source] = asked === undefined ? knownStack(projectDir) : [asked, "--stack"];
  return given === undefined ? undefined : existingStack(projectDir, given, source);
}

/** Returns the name and who says so. */
function knownStack(projectDir: string): [string | undefined, string] {
  if (process.env.PULUMI_STACK) return [process.env.PULUMI_STACK, "PULUMI_STACK"];
  const file = join(projectDir, ".lab", "stack");
  return [(existsSync(file) ? readFileSync(file, "utf8").trim() : "") || undefined, file];
}

function noSecrets(): never {
  throw new Error("a stack of this lab holds no secrets");
}
