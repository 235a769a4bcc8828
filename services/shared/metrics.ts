import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** The metrics of both services; a service adds its own to the registry. */
export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own for each app, so that two apps in one test do not count for each other. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's arrival to the end of its answer.",
    labelNames: ["method", "route", "status"],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10, 30, 60],
    registers: [registry],
  });
  const kafkaErrors = new Counter({
    name: "kafka_client_errors_total",
    help: "Errors of the Kafka client, also those that it solved by trying again.",
    registers: [registry],
  });

  /** A value that is read when it is asked for. */
  function gauge(name: string, help: string, read: () => number): void {
    const collect = function (this: Gauge) {
      this.set(read());
    };
    new Gauge({ name, help, collect, registers: [registry] });
  }

  return {
    registry,
    gauge,
    kafkaErrors,
    observeRequest: (method: string, route: string, status: number, seconds: number) =>
      duration.observe({ method, route, status }, seconds),
  };
}
