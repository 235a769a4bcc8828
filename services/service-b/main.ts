import { loadConfig } from "../shared/config.ts";
import { listen } from "../shared/http-server.ts";
import { createKafka, ensureTopic } from "../shared/kafka-client.ts";
import { createLogger } from "../shared/logging.ts";
import { createMetrics } from "../shared/metrics.ts";
import { Problem } from "../shared/problems.ts";
import { exitOnError, stopGracefully } from "../shared/process.ts";
import { retryUntilStopped } from "../shared/retry.ts";
import { createApp } from "./app.ts";
import { configSchema } from "./config.ts";
import { createConsumerMetrics } from "./consumer-metrics.ts";
import type { IncomingMessage } from "./contract.ts";
import { createDeliveryQueue } from "./delivery-queue.ts";
import { createGroupMember } from "./membership.ts";
import { createMessageConsumer } from "./message-consumer.ts";

exitOnError(() => {
  const config = loadConfig(configSchema);
  const log = createLogger("service-b", config.LOG_LEVEL);
  const metrics = createMetrics();
  const onError = () => metrics.kafkaErrors.inc();
  const admin = createKafka(config, { log, retries: 0 });
  const kafka = createKafka(config, { log, retries: 5, onError });
  const queue = createDeliveryQueue<IncomingMessage>({ maxReaders: config.READERS_LIMIT });

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
    ensureTopic: () =>
      retryUntilStopped("connecting to Kafka", () => ensureTopic(admin, config), { log, signal: stopping }),
    readers: queue,
    heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
    log,
  });
  const lags = createConsumerMetrics(metrics, { ...queue, ...member });

  async function readiness() {
    const { GROUP_ID, TOPIC, AUTO_OFFSET_RESET, AUTO_COMMIT, CLIENT_ID } = config;
    const partitions = member.partitions();
    const waitingFor = partitions ? [] : [`membership of group ${GROUP_ID}`];
    return {
      waitingFor,
      assigned: partitions ?? [],
      settings: { GROUP_ID, TOPIC, AUTO_OFFSET_RESET, AUTO_COMMIT, CLIENT_ID },
    };
  }

  const app = createApp({
    take: queue.take,
    checkMembership: member.check,
    writeDeadlineMs: config.WRITE_DEADLINE_MS,
    readiness,
    log,
    metrics,
  });
  const stopping = stopGracefully(listen(app, config, log), log, {
    first: () =>
      queue.close(new Problem(503, "stopping", "The service is stopping", { retryAfterSeconds: 1 })),
    afterwards: member.stop,
  });
  member.stayInGroup().catch((error) => stopping.aborted || log.fatal(error));
});
