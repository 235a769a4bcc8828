import { createRequire } from "node:module";
import { stopNegativeTimers } from "../../services/kafka/kafkajs-timers.ts";

/**
 * A client that says what it has to say by its errors alone, and gives up within seconds: a command is waiting for it.
 *
 * @param {import("../project/lab-config.mjs").LabConfig} config
 * @returns {import("kafkajs").Kafka}
 */
export function createQuietKafka({ dockerHostIp, kafkaPorts }) {
  /** @type {typeof import("kafkajs")} */
  const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
  stopNegativeTimers();
  return new Kafka({
    clientId: "lab",
    brokers: kafkaPorts.map((port) => `${dockerHostIp}:${port}`),
    connectionTimeout: 1_000,
    requestTimeout: 10_000,
    retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: logLevel.NOTHING,
  });
}
