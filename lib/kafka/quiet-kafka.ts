import { createRequire } from "node:module";
import type { Kafka } from "kafkajs";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";
import { kafkaAddresses, type LabConfig } from "../project/lab-config.ts";

/**
 * A client that says what it has to say by its errors alone, and gives up within seconds: a command is waiting for
 * it.
 */
export function createQuietKafka(config: LabConfig): Kafka {
  const { Kafka, logLevel }: typeof import("kafkajs") = createRequire(import.meta.url)("kafkajs");
  stopNegativeTimers();
  return new Kafka({
    clientId: "lab",
    brokers: kafkaAddresses(config).map(({ host, port }) => `${host}:${port}`),
    connectionTimeout: 1_000,
    requestTimeout: 10_000,
    retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: logLevel.NOTHING,
  });
}
