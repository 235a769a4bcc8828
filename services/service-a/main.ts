import { loadConfig } from "../shared/config.ts";
import { listen } from "../shared/http-server.ts";
import { createAdminKafka, createKafka, ensureTopic, readTopic } from "../shared/kafka-client.ts";
import { createLogger, type Logger } from "../shared/logging.ts";
import { createMetrics, type Metrics } from "../shared/metrics.ts";
import { createOwnNames } from "../shared/own-names.ts";
import { exitOnError, stopGracefully } from "../shared/process.ts";
import { retryUntilStopped, withTimeout } from "../shared/retry.ts";
import { createApp } from "./app.ts";
import { type Config, configSchema, shownSettings } from "./config.ts";
import { type OutgoingMessage, sizeOf } from "./contract.ts";
import { createGroupCommit } from "./group-commit.ts";
import { createMessageProducer, type MessageProducer } from "./message-producer.ts";
import { createProducerMetrics } from "./producer-metrics.ts";
import { stopping } from "./refusals.ts";

exitOnError(() => {
  const config = loadConfig(configSchema);
  const log = createLogger("service-a", config.LOG_LEVEL);
  log.info({ bootstrapServers: config.KAFKA_BOOTSTRAP_SERVERS, ...shownSettings(config) }, "starting");
  const metrics = createMetrics();
  const onError = () => metrics.kafkaErrors.inc();
  const kafka = createKafka(config, { log, retries: 0, onError });
  const producer = createMessageProducer(kafka, config);
  const queue = createQueue(config, producer, metrics);
  const { connect, readiness } = createConnection(config, producer, log);
  const app = createApp({
    send: queue.add,
    readiness,
    isOwnName: createOwnNames({ allowed: config.ALLOWED_HOSTS, clientId: config.CLIENT_ID }),
    log,
    metrics,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
  });
  const signal = stopGracefully(listen(app, config, log), log, {
    onDeadline: () => queue.abandon(stopping()),
    afterwards: producer.disconnect,
  });
  retryUntilStopped("connecting to Kafka", connect, { log, signal }).catch(() => undefined);
});

// Where requests wait for the producer, which sends all that wait at once.
function createQueue(config: Config, producer: MessageProducer, metrics: Metrics) {
  const queue = createGroupCommit({
    commit: (messages: OutgoingMessage[]) => {
      batchSizes.observe(messages.length);
      return producer.send(messages);
    },
    sizeOf,
    maxBatchItems: config.BATCH_LIMIT,
    maxBatchBytes: config.BATCH_LIMIT_BYTES,
    maxQueuedItems: config.QUEUE_LIMIT,
    maxQueuedBytes: config.QUEUE_LIMIT_BYTES,
    deadlineMs: config.REQUEST_DEADLINE_MS,
    maxRetries: config.RETRIES,
    retryPauseMs: 100,
  });
  const { batchSizes } = createProducerMetrics(metrics, queue);
  return queue;
}

// The topic first, then the producer; and afterwards, whether Kafka still answers.
function createConnection(config: Config, producer: MessageProducer, log: Logger) {
  const admin = createAdminKafka(config, log);
  const settings = shownSettings(config);
  let connected = false;

  async function connect() {
    const topic = await ensureTopic(admin, config);
    await producer.connect();
    connected = true;
    log[topic.difference ? "warn" : "info"](topic, "connected to Kafka");
  }

  async function readiness() {
    const topic = await withTimeout("metadata", readTopic(admin, config), 1_500).catch(() => undefined);
    if (!topic || !connected) return { waitingFor: ["kafka"], settings };
    const waitingFor = topic.leaderless.map((partition) => `a leader for partition ${partition}`);
    return { waitingFor, ...topic, settings };
  }

  return { connect, readiness };
}
