import { createApp } from "../../../services/service-a/app.ts";
import { createLogger } from "../../../services/shared/logging.ts";
import { createMetrics } from "../../../services/shared/metrics.ts";

// service-a as it is, except that a message counts as stored at once.
let offset = 0;
const app = createApp({
  send: async () => ({ topic: "message-topic", partition: 0, offset: offset++, timestamp: Date.now() }),
  isOwnName: () => true,
  readiness: async () => ({ waitingFor: [] }),
  log: createLogger("service-a", "info"),
  metrics: createMetrics(),
  bodyLimitBytes: 1_048_576,
});
app.listen(Number(process.env.PORT), process.env.HOST ?? "127.0.0.1");
