import closeWithGrace from "close-with-grace";
import { loadConfig } from "../shared/config.ts";
import { listen, stopListening } from "../shared/http-server.ts";
import { createKafka, ensureTopic } from "../shared/kafka-client.ts";
import { createLogger } from "../shared/logging.ts";
import { kafkaUnavailable, Problem } from "../shared/problems.ts";
import { exitOnError } from "../shared/process.ts";
import { retryUntilStopped } from "../shared/retry.ts";
import { createApp } from "./app.ts";
import { configSchema } from "./config.ts";
import { createDeliveryQueue } from "./delivery-queue.ts";
import { createGroupMember } from "./membership.ts";
import { createMessageConsumer, type IncomingMessage } from "./message-consumer.ts";

exitOnError(() => {
  const config = loadConfig(configSchema);
  const log = createLogger("service-b", config.LOG_LEVEL);
  const stopping = new AbortController();
  const queue = createDeliveryQueue<IncomingMessage>({ maxReaders: config.READERS_LIMIT });
  const kafka = createKafka(config, log, 5);
  const member = createGroupMember({
    createConsumer: (events) => createMessageConsumer(kafka, config, { ...events, deliver: queue.offer }),
    readers: queue,
    heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
    log,
  });

  async function readiness() {
    const partitions = member.partitions();
    const waitingFor = partitions ? [] : [`membership of group ${config.GROUP_ID}`];
    return { waitingFor, topic: config.TOPIC, group: config.GROUP_ID, partitions: partitions ?? [] };
  }

  const app = createApp({
    take: queue.take,
    whyNothingCame: () => (member.partitions() ? undefined : kafkaUnavailable("Not in the consumer group.")),
    readiness,
    log,
  });
  const server = listen(app, config, log);
  retryUntilStopped("ensuring the topic", () => ensureTopic(createKafka(config, log, 0), config), {
    log,
    signal: stopping.signal,
  }).then(member.stay, () => undefined);

  closeWithGrace({ delay: 8_000, logger: log }, async ({ err, signal }) => {
    log.info({ err, signal }, "stopping");
    stopping.abort();
    queue.close(new Problem(503, "stopping", "The service is stopping", { retryAfterSeconds: 1 }));
    await stopListening(server);
    await member.stop();
    log.info("stopped");
  });
});
