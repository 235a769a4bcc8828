import { z } from "zod";
import { commonSettings, integer } from "../shared/config.ts";

/** Every setting of service-b, by the name of its environment variable. */
export const configSchema = z.object({
  ...commonSettings,
  PORT: integer(0, 65_535).default(5102).describe("Port to listen on."),
  HTTPS_PORT: integer(0, 65_535).default(7102).describe("Port to listen on for https."),
  CLIENT_ID: z.string().default("service-b").describe("The name under which Kafka knows this client."),
  GROUP_ID: z
    .string()
    .default("message-group")
    .describe("The consumer group; its members share the partitions."),
  AUTO_OFFSET_RESET: z
    .enum(["earliest", "latest"])
    .default("earliest")
    .describe("earliest or latest: where a group starts that has committed nothing yet."),
  AUTO_COMMIT: z
    .stringbool()
    .default(false)
    .describe(
      "true: commit when fetched, before a reader has the message (loses some in a crash, repeats none).",
    ),
  READERS_LIMIT: integer(1, 100_000)
    .default(1_000)
    .describe("Readers waiting for a message; beyond it they get 503."),
  WRITE_DEADLINE_MS: integer(100, 60_000)
    .default(10_000)
    .describe("How long a reader may take to receive its answer."),
  HEARTBEAT_INTERVAL_MS: integer(100, 60_000)
    .default(1_000)
    .describe("How often a heartbeat goes to the group."),
  SESSION_TIMEOUT_MS: integer(1_000, 300_000)
    .default(6_000)
    .describe("Time without a heartbeat after which the group drops this member."),
});

/** The settings of service-b, read. */
export type Config = Readonly<z.output<typeof configSchema>>;

/**
 * The settings that change what Kafka does, for the log and for /readyz: a learner changes them, and wants to see the
 * change.
 */
export function shownSettings(config: Config) {
  const { TOPIC, GROUP_ID, AUTO_OFFSET_RESET, AUTO_COMMIT, REQUEST_TIMEOUT_MS, CLIENT_ID } = config;
  const { HEARTBEAT_INTERVAL_MS, SESSION_TIMEOUT_MS } = config;
  const timing = { REQUEST_TIMEOUT_MS, HEARTBEAT_INTERVAL_MS, SESSION_TIMEOUT_MS };
  return { TOPIC, GROUP_ID, AUTO_OFFSET_RESET, AUTO_COMMIT, ...timing, CLIENT_ID };
}
