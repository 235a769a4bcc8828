import { Gauge } from "prom-client";
import type { Metrics } from "../shared/metrics.ts";

type Sources = { waitingReaders: () => number; partitions: () => number[] | undefined };

/** What a consumer is watched by: who waits, how far behind it is, and what it reads. */
export function createConsumerMetrics({ registry, gauge }: Metrics, { waitingReaders, partitions }: Sources) {
  gauge("readers_waiting", "Readers that wait for a message.", waitingReaders);
  gauge(
    "kafka_consumer_assigned_partitions",
    "Partitions this instance reads.",
    () => partitions()?.length ?? 0,
  );
  const lag = new Gauge({
    name: "kafka_consumer_lag_messages",
    help: "Messages behind the one that was last handed over, as of its fetch.",
    labelNames: ["partition"],
    registers: [registry],
  });
  return { lag: (partition: number, messages: number) => lag.set({ partition }, messages) };
}
