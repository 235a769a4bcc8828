import { z } from "zod";
import { commonSettings, integer } from "../shared/config.ts";

// As in Java's producer: only the deadline ends the attempts.
const MAX_INT = 2_147_483_647;

/** Every setting of service-a, by the name of its environment variable. */
export const configSchema = z.object({
  ...commonSettings,
  PORT: integer(0, 65_535).default(5101).describe("Port to listen on."),
  HTTPS_PORT: integer(0, 65_535).default(7101).describe("Port to listen on for https."),
  CLIENT_ID: z.string().default("service-a").describe("The name under which Kafka knows this client."),
  ACKS: z
    .enum(["0", "1", "all"])
    .default("all")
    .describe("Which replicas must have a message: 0 none, 1 the leader, all every replica in sync."),
  COMPRESSION: z
    .enum(["none", "gzip", "snappy", "lz4", "zstd"])
    .default("none")
    .describe("none, gzip, snappy, lz4 or zstd: how a batch is compressed."),
  RETRIES: integer(0, MAX_INT)
    .default(MAX_INT)
    .describe("How often a message is tried again within REQUEST_DEADLINE_MS; 0: a caller gets 503 at once."),
  BODY_LIMIT_BYTES: integer(1, 16_777_216).default(1_048_576).describe("Largest body accepted."),
  REQUEST_DEADLINE_MS: integer(100, 120_000).default(15_000).describe("After this a caller gets 503."),
  QUEUE_LIMIT: integer(1, 1_000_000)
    .default(10_000)
    .describe("Messages that may wait; beyond it callers get 503."),
  QUEUE_LIMIT_BYTES: integer(1, 1_073_741_824)
    .default(33_554_432)
    .describe("Bytes of messages that may wait."),
  BATCH_LIMIT: integer(1, 100_000).default(1_000).describe("Most messages in one request to Kafka."),
  BATCH_LIMIT_BYTES: integer(1, 16_777_216).default(524_288).describe("Most bytes in one request to Kafka."),
});

/** The settings of service-a, read. */
export type Config = Readonly<z.output<typeof configSchema>>;

/**
 * The settings that change what Kafka does, for the log and for /readyz: a learner changes them, and wants to see the
 * change.
 */
export function shownSettings({ TOPIC, ACKS, COMPRESSION, RETRIES, REQUEST_TIMEOUT_MS, CLIENT_ID }: Config) {
  return { TOPIC, ACKS, COMPRESSION, RETRIES, REQUEST_TIMEOUT_MS, CLIENT_ID };
}
