import * as pulumi from "@pulumi/pulumi";
import { flag, hostAddress, image, oneOf, port, type Rule, text, wholeNumber } from "./config-rules.ts";
import { imageConflicts } from "./kafka-images.ts";
import { controllerPort, internalPort } from "./listeners.ts";
import { membersOf } from "./members.ts";

/** The stack's settings; defaults and descriptions stand in Pulumi.yaml. */
const rules = {
  mode: oneOf(["zookeeper", "kraft"]),
  brokers: wholeNumber(1, 3, 3),
  zookeepers: oneOf([1, 3]),
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
  topic: text(
    /^(?!\.{1,2}$)(?!__(consumer_offsets|transaction_state)$)[\w.-]{1,249}$/,
    "a topic of up to 249 letters, digits, '.', '_' or '-'",
    "message-topic",
  ),
  topicPartitions: wholeNumber(1, 100, 3),
  name: text(/^$|^[a-z0-9][a-z0-9-]{0,31}$/, "up to 32 of a-z, 0-9 and '-', or nothing", "test"),
  keepData: flag,
} satisfies Record<string, Rule<unknown>>;

type Rules = typeof rules;

/** The settings, checked. */
export type Config = { readonly [Key in keyof Rules]: NonNullable<ReturnType<Rules[Key]["parse"]>> };

/** How far the published ports of service-b's instances stand apart. */
const instancePortStep = 10;

/** Reads every setting before a resource is declared, so that a wrong one never leaves half a lab behind. */
export function loadConfig(read: (key: string) => string | undefined = readStack): Config {
  const values: Record<string, unknown> = {};
  const complaints: string[] = [];
  for (const [key, rule] of Object.entries<Rule<unknown>>(rules)) {
    const given = read(key);
    values[key] = given === undefined ? undefined : rule.parse(given);
    if (values[key] === undefined) complaints.push(describe(key, rule, given));
  }
  if (complaints.length === 0) {
    complaints.push(...portConflicts(values as Config), ...imageConflicts(values as Config));
  }
  // A RunError is shown as its message alone: this is a user's mistake and not a bug.
  if (complaints.length > 0) throw new pulumi.RunError(complaints.join("\n"));
  return values as Config;
}

/** The published port of each instance of service-b, the first one being `serviceBPort`. */
export function serviceBPorts(config: Pick<Config, "serviceBPort" | "serviceBInstances">): number[] {
  return Array.from(
    { length: config.serviceBInstances },
    (_, index) => config.serviceBPort + index * instancePortStep,
  );
}

function readStack(key: string): string | undefined {
  return new pulumi.Config().get(key);
}

function describe(key: string, rule: Rule<unknown>, given: string | undefined): string {
  const saw = given === undefined ? "nothing" : `"${given}"`;
  return `kafka-lab:${key}: expected ${rule.expected}, saw ${saw}; set it with: pulumi config set ${key} ${rule.example}`;
}

/** A broker's own listeners, beside which the published one stands in its container, under the same port as here. */
const insideKafka = [internalPort, controllerPort];

/** Two containers on one port would fail only when the second one starts. */
function portConflicts(config: Config): string[] {
  const published: [key: string, port: number][] = [
    ...membersOf(config.brokers).map((id): [string, number] => ["kafkaPort", config.kafkaPort + id - 1]),
    ["serviceAPort", config.serviceAPort],
    ...serviceBPorts(config).map((port): [string, number] => ["serviceBPort", port]),
  ];
  return published.flatMap(([key, port], index) => {
    if (port > 65_535) return [conflict(`kafka-lab:${key}`, "ports up to 65535 for all", port, key)];
    if (key === "kafkaPort" && insideKafka.includes(port)) {
      return [conflict("kafka-lab:kafkaPort", `ports other than ${insideKafka.join(" and ")}`, port, key)];
    }
    const earlier = published.slice(0, index).find(([, other]) => other === port);
    if (!earlier) return [];
    return [conflict(`kafka-lab:${earlier[0]} and kafka-lab:${key}`, "different ports", port, key)];
  });
}

function conflict(keys: string, expected: string, port: number, key: string): string {
  return `${keys}: expected ${expected}, saw ${port}; set another with: pulumi config set ${key} PORT`;
}
