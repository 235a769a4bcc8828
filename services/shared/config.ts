import { z } from "zod";

/** Reads settings from the environment once, so that a wrong one stops the service at start and not an hour later. */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv = process.env,
): Readonly<z.output<Schema>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  throw new ConfigError(result.error.issues.map((issue) => describe(issue, given)));
}

/** Lists every bad variable at once, because fixing them one start at a time is slow. */
export class ConfigError extends Error {
  constructor(complaints: string[]) {
    super(["Wrong settings in the environment:", ...complaints.map((line) => `  ${line}`)].join("\n"));
    this.name = "ConfigError";
  }
}

/** A whole number between two bounds, as text in the environment. */
export const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** The settings of both services; each adds its own. */
export const commonSettings = {
  HOST: z.string().default("127.0.0.1").describe("Address to listen on."),
  KAFKA_BOOTSTRAP_SERVERS: z
    .string()
    .default("127.0.0.1:9092")
    .transform((list) => list.split(",").map((broker) => broker.trim()))
    .refine(
      (brokers) => brokers.every((broker) => /^[^\s:]+:\d+$/.test(broker)),
      "expected host:port[,host:port]",
    )
    .describe("Where to ask for the cluster; the brokers' own addresses come from their answer."),
  CERTIFICATES: z
    .string()
    .default("")
    .describe("Folder of the certificate for https, which is made if it is not there; empty: no https."),
  TOPIC: z
    .string()
    .regex(/^[\w.-]{1,249}$/, "expected letters, digits, '.', '_' or '-'")
    .default("message-topic")
    .describe("The topic; created if it is not there."),
  TOPIC_PARTITIONS: integer(1, 100).default(3).describe("Partitions of the topic when it is created."),
  TOPIC_REPLICATION_FACTOR: integer(1, 32)
    .default(1)
    .describe("How many brokers keep each partition of the topic when it is created."),
  REQUEST_TIMEOUT_MS: integer(100, 120_000)
    .default(5_000)
    .describe("How long one request to Kafka may take."),
  ALLOWED_HOSTS: z
    .string()
    .default("")
    .transform((list) =>
      list
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    )
    .refine((names) => names.every((name) => /^[\w.[\]:-]+$/.test(name)), "expected name[,name]")
    .describe("More host names that browsers may use for the service, and that pages may come from."),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe(
      "debug, info, warn, error or silent: the least that is logged. What ends the service always is.",
    ),
};

/** The settings that a connection to Kafka needs. */
export type KafkaSettings = {
  CLIENT_ID: string;
  KAFKA_BOOTSTRAP_SERVERS: string[];
  TOPIC: string;
  TOPIC_PARTITIONS: number;
  TOPIC_REPLICATION_FACTOR: number;
  REQUEST_TIMEOUT_MS: number;
};

function describe(issue: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0]);
  return `${name}=${env[name] ?? ""}: ${issue.message}`;
}
