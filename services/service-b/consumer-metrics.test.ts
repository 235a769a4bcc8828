import { expect, test } from "vitest";
import { createMetrics } from "../shared/metrics.ts";
import { createConsumerMetrics } from "./consumer-metrics.ts";

function start() {
  let mine: number[] | undefined = [0, 1];
  const metrics = createMetrics();
  const consumer = createConsumerMetrics(metrics, { waitingReaders: () => 0, partitions: () => mine });
  const assign = (partitions: number[]) => {
    mine = partitions;
    consumer.assigned(partitions);
  };
  const lags = async () => {
    const gauge = await metrics.registry.getSingleMetric("kafka_consumer_lag_messages")?.get();
    return gauge?.values.map(({ labels, value }) => `${labels.partition}: ${value}`);
  };
  const leaveGroup = () => {
    mine = undefined;
  };
  return { ...consumer, assign, lags, leaveGroup };
}

test("when a partition is revoked, then its lag is gone, and the old value does not come back with it", async () => {
  const { lag, assign, lags } = start();
  lag(0, 5);
  lag(1, 7);
  assign([1]);
  expect(await lags()).toEqual(["1: 7"]);
  assign([0, 1]);
  expect(await lags()).toEqual(["1: 7"]);
});

test("when the group dropped us, then no lag is reported", async () => {
  const { lag, lags, leaveGroup } = start();
  lag(0, 5);
  leaveGroup();
  expect(await lags()).toEqual([]);
});
