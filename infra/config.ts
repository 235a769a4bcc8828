import * as pulumi from "@pulumi/pulumi";
import { controllerPort, instancePorts, internalPort, membersOf } from "../common/lab-layout.ts";
import { keepsZooKeeper, migrationSteps } from "../common/migration.ts";
import { nearest } from "../common/nearest.ts";
import { completeImages, type ImageSetting, imageSettings } from "../images/machine-images.ts";
import { flag, hostAddress, image, oneOf, port, type Rule, text, wholeNumber } from "./config-rules.ts";
import { imageConflicts } from "./kafka-images.ts";
import { swarmConflicts } from "./swarm/swarm-rules.ts";

/**
 * The stack's settings; defaults and descriptions are in Pulumi.yaml. Images that are not set are those that this
 * machine has.
 */
const rules = {
  mode: oneOf(["zookeeper", "kraft"]),
  brokers: wholeNumber(1, 3, 3),
  zookeepers: oneOf([1, 3]),
  controllers: oneOf([0, 1, 3]),
  migration: oneOf(migrationSteps),
  kafkaImage: image("confluentinc/cp-kafka:7.9.10"),
  zookeeperImage: image("confluentinc/cp-zookeeper:7.9.10"),
  nodeImage: image("node:24.21.0-slim"),
  registry: text(
    /^$|^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/,
    "a registry without scheme, or nothing",
    "mirror.example.com:5000",
  ),
  readOnlyRootfs: flag,
  kafkaHeapMb: wholeNumber(256, 16_384, 384),
  zookeeperHeapMb: wholeNumber(64, 4_096, 128),
  dockerHostIp: hostAddress,
  kafkaPort: port(9092),
  serviceAPort: port(5101),
  serviceBPort: port(5102),
  serviceBInstances: wholeNumber(1, 3, 1),
  httpsPortOffset: wholeNumber(0, 60_000, 2_000),
  topic: text(
    /^(?!\.{1,2}$)(?!__(consumer_offsets|transaction_state)$)[\w.-]{1,249}$/,
    "a topic of up to 249 letters, digits, '.', '_' or '-'",
    "message-topic",
  ),
  topicPartitions: wholeNumber(1, 100, 3),
  name: text(/^$|^[a-z0-9][a-z0-9-]{0,31}$/, "up to 32 of a-z, 0-9 and '-', or nothing", "test"),
  keepData: flag,
  orchestrator: oneOf(["none", "swarm"]),
  nodeAddresses: text(
    /^$|^[a-zA-Z0-9][\w.-]*(,[a-zA-Z0-9][\w.-]*){0,2}$/,
    "up to three addresses or names, with commas between them, or nothing",
    "10.0.0.11,10.0.0.12,10.0.0.13",
  ),
  serviceReplicas: wholeNumber(1, 3, 2),
  exposeOnNetwork: flag,
} satisfies Record<string, Rule<unknown>>;

type Rules = typeof rules;

/** The settings, checked. */
export type Config = { readonly [Key in keyof Rules]: NonNullable<ReturnType<Rules[Key]["parse"]>> };

/** The command by which settings are changed: `./lab` sets this variable, else it is the Pulumi CLI. */
const command = process.env.KAFKA_LAB_COMMAND ?? "pulumi";

/** Reads every setting before a resource is declared, so that a wrong one never leaves half a lab behind. */
export function loadConfig(
  read: (key: string) => string | undefined = readStack,
  projectDir?: string,
): Config {
  const { values, complaints } = checkSettings(read, projectDir);
  if (read === readStack) complaints.push(...unknownSettings());
  // A RunError is shown as its message alone, because this is a user's mistake and not a bug.
  if (complaints.length > 0) throw new pulumi.RunError(complaints.join("\n"));
  return values;
}

/**
 * The faults of the settings, each by itself and then together; `./lab config set` checks them before it writes one.
 */
export function checkSettings(
  read: (key: string) => string | undefined,
  projectDir?: string,
  stack = pulumi.getStack(),
): { values: Config; complaints: string[] } {
  const howToSet = settingCommand(stack);
  const images = readImages(read, projectDir);
  const values: Record<string, unknown> = {};
  const complaints: string[] = [];
  for (const [key, rule] of Object.entries<Rule<unknown>>(rules)) {
    const given = imageSettings.some((name) => name === key) ? images[key as ImageSetting] : read(key);
    values[key] = given === undefined ? undefined : rule.parse(given);
    if (values[key] === undefined) complaints.push(describe(key, rule, given, howToSet));
  }
  if (complaints.length === 0) {
    const config = values as Config;
    complaints.push(...migrationConflicts(config, howToSet), ...portConflicts(config, howToSet));
    complaints.push(...swarmConflicts(config, howToSet));
    complaints.push(...imageConflicts({ ...config, mode: keeperOf(config) }, howToSet));
  }
  return { values: values as Config, complaints };
}

/** The published port of each instance of service-b, the first one being `serviceBPort`. */
export function serviceBPorts(config: Pick<Config, "serviceBPort" | "serviceBInstances">): number[] {
  return instancePorts(config.serviceBPort, config.serviceBInstances);
}

/** The port on which a service is published for https, if at all, given the one for http. */
export function httpsPortOf(port: number, { httpsPortOffset }: Pick<Config, "httpsPortOffset">) {
  return httpsPortOffset === 0 ? undefined : port + httpsPortOffset;
}

/** A fault in the record of this machine's images is reported as a wrong setting is. */
function readImages(read: (key: string) => string | undefined, projectDir?: string) {
  try {
    return completeImages(read, projectDir);
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    throw hint === undefined ? error : new pulumi.RunError(`${message}\n  ${hint}`);
  }
}

function readStack(key: string): string | undefined {
  return new pulumi.Config().get(key);
}

/** The names in the stack's file that are no settings: they would silently do nothing. */
function unknownSettings(): string[] {
  const prefix = `${pulumi.getProject()}:`;
  return Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(prefix) && !Object.hasOwn(rules, key.slice(prefix.length)))
    .map((key) => {
      const meant = nearest(key.slice(prefix.length), Object.keys(rules));
      const question = meant === undefined ? "" : `; did you mean ${meant}?`;
      return `${key}: there is no such setting${question} Take it out of Pulumi.${pulumi.getStack()}.yaml`;
    });
}

type HowToSet = (key: string, value: string) => string;

/** How to change a setting of a stack, with the tool in use. */
function settingCommand(stack: string): HowToSet {
  const named = command === "pulumi" || stack === "" ? "" : ` --stack ${stack}`;
  return (key, value) => `${command} config set ${key} ${value}${named}`;
}

function describe(key: string, rule: Rule<unknown>, given: string | undefined, howToSet: HowToSet): string {
  const saw = given === undefined ? "nothing" : `"${given}"`;
  return `kafka-lab:${key}: expected ${rule.expected}, saw ${saw}; set it with: ${howToSet(key, rule.example)}`;
}

/**
 * The ports of a broker's other listeners: the published listener has the same port in its container as here, next to
 * these.
 */
const insideKafka = [internalPort, controllerPort];

/** Where the brokers of these settings find the metadata. */
function keeperOf({ mode, migration }: Config): "zookeeper" | "kraft" {
  return keepsZooKeeper(migration) ? mode : "kraft";
}

/** The way out of ZooKeeper begins with ZooKeeper, and leads to controllers. */
function migrationConflicts({ mode, controllers, migration }: Config, howToSet: HowToSet): string[] {
  if (mode === "kraft" && (controllers > 0 || migration !== "none")) {
    const key = controllers > 0 ? "controllers" : "migration";
    return [
      `kafka-lab:${key}: expected ${rules[key].example}, because in mode kraft the brokers are the controllers; set it with: ${howToSet(key, rules[key].example)}`,
    ];
  }
  if (migration === "none" || controllers > 0) return [];
  return [
    `kafka-lab:migration: expected none, because there are no controllers to migrate to, saw "${migration}"; set them with: ${howToSet("controllers", "1")}`,
  ];
}

/** Two containers on one port would fail only when the second one starts. */
function portConflicts(config: Config, howToSet: HowToSet): string[] {
  const conflict = (keys: string, expected: string, port: number, key: string) =>
    `${keys}: expected ${expected}, saw ${port}; set another with: ${howToSet(key, "PORT")}`;
  const published: [key: string, port: number][] = [
    ...membersOf(config.brokers).map((id): [string, number] => ["kafkaPort", config.kafkaPort + id - 1]),
    ["serviceAPort", config.serviceAPort],
    ...serviceBPorts(config).map((port): [string, number] => ["serviceBPort", port]),
  ];
  for (const port of [config.serviceAPort, ...serviceBPorts(config)]) {
    const httpsPort = httpsPortOf(port, config);
    if (httpsPort !== undefined) published.push(["httpsPortOffset", httpsPort]);
  }
  return published.flatMap(([key, port], index) => {
    if (port > 65_535) return [conflict(`kafka-lab:${key}`, "ports up to 65535 for all", port, key)];
    if (key === "kafkaPort" && insideKafka.includes(port)) {
      return [conflict("kafka-lab:kafkaPort", `ports other than ${insideKafka.join(" and ")}`, port, key)];
    }
    const earlier = published.slice(0, index).find(([, other]) => other === port);
    // Where both are for https, those for http are the same too, and reported.
    if (!earlier || (key === "httpsPortOffset" && earlier[0] === key)) return [];
    return [conflict(`kafka-lab:${earlier[0]} and kafka-lab:${key}`, "different ports", port, key)];
  });
}
