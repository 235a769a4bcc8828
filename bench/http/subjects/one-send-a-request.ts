import { createKafka, ensureTopic } from "../../../services/kafka/kafka-client.ts";
import { createApp } from "../../../services/service-a/app.ts";
import { configSchema } from "../../../services/service-a/config.ts";
import { createMessageProducer } from "../../../services/service-a/message-producer.ts";
import { loadConfig } from "../../../services/shared/config.ts";
import { createLogger } from "../../../services/shared/logging.ts";
import { createMetrics } from "../../../services/shared/metrics.ts";

// service-a as it is, except that every request is a request to Kafka: the baseline for group commit.
const config = loadConfig(configSchema);
const log = createLogger("service-a", "info");
const kafka = createKafka(config, { log, retries: 5 });
const producer = createMessageProducer(kafka, config);
await ensureTopic(kafka, config);
await producer.connect();
const app = createApp({
  send: async (message) => {
    const [outcome] = await producer.send([message]);
    if (outcome && "stored" in outcome) return outcome.stored;
    throw outcome?.refusal ?? new Error("expected one outcome, saw none");
  },
  isOwnName: () => true,
  readiness: async () => ({ waitingFor: [] }),
  log,
  metrics: createMetrics(),
  bodyLimitBytes: 1_048_576,
});
app.listen(config.PORT, config.HOST);
