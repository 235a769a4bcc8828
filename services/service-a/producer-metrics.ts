import { Histogram } from "prom-client";
import type { Metrics } from "../shared/metrics.ts";

/** The metrics of a producer: how much waits, and how much is sent at once. */
export function createProducerMetrics({ registry, gauge }: Metrics, queue: { queued: () => number }) {
  gauge("kafka_producer_queued_messages", "Messages that wait for the request under way.", queue.queued);
  const batchSizes = new Histogram({
    name: "kafka_producer_batch_messages",
    help: "Messages in one request to Kafka.",
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    registers: [registry],
  });
  return { batchSizes };
}
