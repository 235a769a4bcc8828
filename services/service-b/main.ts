import type { Kafka } from "kafkajs";
import { listen, stopListening } from "../http/http-server.ts";
import { createOwnNames } from "../http/own-names.ts";
import { Problem } from "../http/problems.ts";
import { listenSecurely } from "../https/https-server.ts";
import { createAdminKafka, createKafka, ensureTopic, missingOf, readTopic } from "../kafka/kafka-client.ts";
import { loadConfig } from "../shared/config.ts";
import { createLogger, type Logger } from "../shared/logging.ts";
import { createMetrics, type Metrics } from "../shared/metrics.ts";
import { exitOnError, stopGracefully } from "../shared/process.ts";
import { retryUntilStopped, withTimeout } from "../shared/retry.ts";
import { createApp } from "./app.ts";
import { type Config, configSchema, shownSettings } from "./config.ts";
import { createConsumerMetrics } from "./consumer-metrics.ts";
import type { IncomingMessage } from "./contract.ts";
import { createDeliveryQueue, type DeliveryQueue } from "./delivery-queue.ts";
import { createGroupMember } from "./membership.ts";
import { createMessageConsumer, REBALANCE_TIMEOUT_MS } from "./message-consumer.ts";

exitOnError(() => {
  const config = loadConfig(configSchema);
  const log = createLogger("service-b", config.LOG_LEVEL);
  log.info({ bootstrapServers: config.KAFKA_BOOTSTRAP_SERVERS, ...shownSettings(config) }, "starting");
  const metrics = createMetrics();
  const queue = createDeliveryQueue<IncomingMessage>({
    maxReaders: config.READERS_LIMIT,
    mayDeliver: () => member.partitions() !== undefined,
  });
  const admin = createAdminKafka(config, log);
  const member: Member = createMember(config, { admin, queue, metrics, log });
  const app = createApp({
    take: queue.take,
    checkMembership: member.check,
    writeDeadlineMs: config.WRITE_DEADLINE_MS,
    readiness: () => readinessOf(member.partitions(), admin, config),
    isOwnName: createOwnNames({ allowed: config.ALLOWED_HOSTS, clientId: config.CLIENT_ID }),
    log,
    metrics,
  });
  const server = listen(app, config, log);
  const secureServer = listenSecurely(app, config, log);
  const stopping = stopGracefully(log, {
    stopListening: () => Promise.all([stopListening(server), secureServer.stop()]),
    first: () =>
      queue.close(new Problem(503, "stopping", "The service is stopping", { retryAfterSeconds: 1 })),
    afterwards: member.stop,
  });
  // Nothing else would bring the member back, so the service ends, and says why.
  member.stayInGroup(stopping).catch((error) => {
    if (!stopping.aborted) throw error;
  });
});

type Parts = { admin: Kafka; queue: DeliveryQueue<IncomingMessage>; metrics: Metrics; log: Logger };
type Member = ReturnType<typeof createGroupMember>;

// Puts the group's messages into the queue, where readers wait for them.
function createMember(config: Config, { admin, queue, metrics, log }: Parts) {
  // As long as five retries up to 2 s apart, but noticing sooner when the group's coordinator is back.
  const retrySettings = { retries: 8, maxRetryTimeMs: 400 };
  const kafka = createKafka(config, { log, ...retrySettings, onError: () => metrics.kafkaErrors.inc() });
  const member = createGroupMember({
    createConsumer: (events) => {
      const assigned = (partitions: number[]) => {
        lags.assigned(partitions);
        events.assigned(partitions);
      };
      return createMessageConsumer(kafka, config, {
        ...events,
        assigned,
        deliver: queue.offer,
        lag: lags.lag,
      });
    },
    ensureTopic: (signal) =>
      retryUntilStopped("connecting to Kafka", () => ensureTopic(admin, config), { log, signal }),
    readers: queue,
    heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
    idleGraceMs: config.SESSION_TIMEOUT_MS,
    giveUpAfterMs: REBALANCE_TIMEOUT_MS + config.SESSION_TIMEOUT_MS + config.REQUEST_TIMEOUT_MS,
    log,
  });
  const lags = createConsumerMetrics(metrics, { ...queue, ...member });
  return member;
}

// A member of the group has the topic; an instance that is none may lack Kafka, the topic, or only the group's answer.
async function readinessOf(partitions: number[] | undefined, admin: Kafka, config: Config) {
  const settings = shownSettings(config);
  if (partitions) return { waitingFor: [], assigned: partitions, settings };
  const topic = await withTimeout("metadata", readTopic(admin, config), 1_500).catch(() => undefined);
  const missing = topic ? missingOf(topic) : ["kafka"];
  return { waitingFor: [...missing, `membership of group ${config.GROUP_ID}`], assigned: [], settings };
}
