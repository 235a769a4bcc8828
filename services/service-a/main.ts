import closeWithGrace from "close-with-grace";
import { loadConfig } from "../shared/config.ts";
import { listen, stopListening } from "../shared/http-server.ts";
import { createKafka, ensureTopic, readTopic } from "../shared/kafka-client.ts";
import { createLogger } from "../shared/logging.ts";
import { exitOnError } from "../shared/process.ts";
import { retryUntilStopped, withTimeout } from "../shared/retry.ts";
import { createApp } from "./app.ts";
import { configSchema } from "./config.ts";
import { createGroupCommit } from "./group-commit.ts";
import { createMessageProducer, type OutgoingMessage } from "./message-producer.ts";

exitOnError(() => {
  const config = loadConfig(configSchema);
  const log = createLogger("service-a", config.LOG_LEVEL);
  const stopping = new AbortController();
  const kafka = createKafka(config, log, 0);
  const producer = createMessageProducer(createKafka(config, log, config.RETRIES), config);
  let partitions = config.TOPIC_PARTITIONS;
  let connected = false;

  const queue = createGroupCommit({
    commit: (messages: OutgoingMessage[]) => producer.send(messages, partitions),
    sizeOf: ({ message, key = "" }) => Buffer.byteLength(message) + Buffer.byteLength(key),
    maxBatchItems: config.BATCH_LIMIT,
    maxBatchBytes: config.BATCH_LIMIT_BYTES,
    maxQueuedItems: config.QUEUE_LIMIT,
    deadlineMs: config.REQUEST_DEADLINE_MS,
  });

  async function readiness() {
    if (!connected) return { waitingFor: ["kafka"] };
    const topic = await withTimeout("metadata", readTopic(kafka, config.TOPIC), 1_500).catch(() => undefined);
    if (!topic) return { waitingFor: ["kafka"] };
    return {
      waitingFor: topic.leaderless.map((partition) => `a leader for partition ${partition}`),
      ...topic,
    };
  }

  async function connect() {
    const topic = await ensureTopic(kafka, config);
    partitions = topic.partitions;
    await producer.connect();
    connected = true;
    log.info({ ...topic, acks: config.ACKS }, "connected to Kafka");
  }

  const app = createApp({ send: queue.add, readiness, log, bodyLimitBytes: config.BODY_LIMIT_BYTES });
  const server = listen(app, config, log);
  retryUntilStopped("connecting to Kafka", connect, { log, signal: stopping.signal }).catch(() => undefined);

  closeWithGrace({ delay: 8_000, logger: log }, async ({ err, signal }) => {
    log.info({ err, signal }, "stopping");
    stopping.abort();
    await stopListening(server);
    await producer.disconnect();
    log.info("stopped");
  });
});
