import { Gauge } from "prom-client";
import type { Metrics } from "../shared/metrics.ts";

type Sources = { waitingReaders: () => number; partitions: () => number[] | undefined };

/** The metrics of a consumer: how many readers wait, how far behind it is, and what it reads. */
export function createConsumerMetrics({ registry, gauge }: Metrics, { waitingReaders, partitions }: Sources) {
  const lags = new Map<number, number>();
  gauge("readers_waiting", "Readers that wait for a message.", waitingReaders);
  gauge(
    "kafka_consumer_assigned_partitions",
    "Partitions this instance reads.",
    () => partitions()?.length ?? 0,
  );
  new Gauge({
    name: "kafka_consumer_lag_messages",
    help: "Messages of a partition not yet handed over, as of its last fetch.",
    labelNames: ["partition"],
    registers: [registry],
    collect() {
      this.reset();
      for (const partition of partitions() ?? [])
        if (lags.has(partition)) this.set({ partition }, lags.get(partition) as number);
    },
  });

  /** Forgets revoked partitions: the next owner reads on, so the old values are wrong when a partition comes back. */
  function assigned(now: number[]): void {
    for (const partition of lags.keys()) if (!now.includes(partition)) lags.delete(partition);
  }

  return { lag: (partition: number, messages: number) => void lags.set(partition, messages), assigned };
}
