import type { Kafka } from "kafkajs";
import { listen, stopListening } from "../http/http-server.ts";
import { createOwnNames } from "../http/own-names.ts";
import { listenSecurely } from "../https/https-server.ts";
import { createAdminKafka, createKafka, missingOf, readTopic } from "../kafka/kafka-client.ts";
import { createTopicKeeper } from "../kafka/topic-keeper.ts";
import { loadConfig } from "../shared/config.ts";
import { createLogger, type Logger } from "../shared/logging.ts";
import { createMetrics, type Metrics } from "../shared/metrics.ts";
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
  const ending = new AbortController();
  const admin = createAdminKafka(config, log);
  const topic = createTopicKeeper(admin, config, { log, signal: ending.signal });
  const producer = createMessageProducer(kafka, config, { topicMissing: topic.renew });
  const queue = createQueue(config, producer, metrics);
  const { connect, readiness } = createConnection(config, { admin, topic, producer, log });
  const app = createApp({
    send: queue.add,
    readiness,
    isOwnName: createOwnNames({ allowed: config.ALLOWED_HOSTS, clientId: config.CLIENT_ID }),
    log,
    metrics,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
  });
  const server = listen(app, config, log);
  const secureServer = listenSecurely(app, config, log);
  const signal = stopGracefully(log, {
    stopListening: () => Promise.all([stopListening(server), secureServer.stop()]),
    first: () => ending.abort(),
    onDeadline: () => queue.abandon(stopping()),
    afterwards: producer.disconnect,
  });
  retryUntilStopped("connecting to Kafka", connect, { log, signal }).catch(() => undefined);
});

// The queue where requests wait for the producer, which sends all of them at once.
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

type Parts = {
  admin: Kafka;
  topic: ReturnType<typeof createTopicKeeper>;
  producer: MessageProducer;
  log: Logger;
};

// Connects the topic first, then the producer; afterwards it reports whether Kafka still answers.
function createConnection(config: Config, { admin, topic, producer, log }: Parts) {
  const settings = shownSettings(config);
  let connected = false;

  async function connect() {
    const state = await topic.ensure();
    await producer.connect();
    connected = true;
    log[state.difference ? "warn" : "info"](state, "connected to Kafka");
  }

  async function readiness() {
    const state = await withTimeout("metadata", readTopic(admin, config), 1_500).catch(() => undefined);
    if (!state || !connected) return { waitingFor: ["kafka"], settings };
    if (state.partitions === 0) topic.renew();
    return { waitingFor: missingOf(state), ...state, settings };
  }

  return { connect, readiness };
}
