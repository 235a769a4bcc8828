import { expect, test } from "vitest";
import { brokerStates, type ClusterNow, topicStates } from "./cluster-states.ts";

const partition = (partitionId: number, leader: number) => ({
  partitionErrorCode: leader < 0 ? 5 : 0,
  partitionId,
  leader,
  replicas: [1, 2],
  isr: leader < 0 ? [] : [leader],
});
const topic = (name: string, isInternal: boolean, partitions: ReturnType<typeof partition>[]) => ({
  topicErrorCode: 0,
  topic: name,
  isInternal,
  partitionMetadata: partitions,
});
const now: ClusterNow = {
  metadata: {
    brokers: [1, 4].map((nodeId) => ({ nodeId, host: "127.0.0.1", port: 9091 + nodeId })),
    clusterId: null,
    controllerId: 1,
    topicMetadata: [
      topic("__consumer_offsets", true, [partition(0, 1)]),
      topic("b", false, [partition(1, -1), partition(0, 1)]),
      topic("a", false, []),
    ],
  },
  controller: 4,
  bounds: new Map([["b-0", { low: 2, high: 5 }]]),
};
const cell = { offset: 5, key: null, value: "v", headers: [], timestampMs: 0 };

test("when topics are shown, then one's own come first, a leader may be missing, and a new record moves the end", () => {
  const cellsOf = ({ partition: number }: { partition: number }) => (number === 0 ? [cell] : []);
  const states = topicStates(now, { cellsOf });
  expect(states.map(({ name }) => name)).toEqual(["a", "b", "__consumer_offsets"]);
  expect(states[1]?.partitions).toEqual([
    { partition: 0, leader: 1, replicas: [1, 2], isr: [1], low: 2, high: 6, latest: [cell] },
    { partition: 1, leader: -1, replicas: [1, 2], isr: [], low: 0, high: 0, latest: [] },
  ]);
});

test("when brokers are shown, then also one that is registered and has no container of this lab", () => {
  const brokers = [
    { id: 1, name: "kafka", state: "running" as const, health: "healthy" as const, address: undefined },
    { id: 2, name: "kafka-2", state: "exited" as const, health: undefined, address: undefined },
  ];
  expect(brokerStates({ brokers, zookeepers: [], controllers: [], services: [] }, now)).toEqual([
    { id: 1, name: "kafka", state: "running", health: "healthy", registered: true, controller: false },
    { id: 2, name: "kafka-2", state: "exited", health: undefined, registered: false, controller: false },
    { id: 4, name: "broker-4", state: "missing", health: undefined, registered: true, controller: true },
  ]);
  expect(brokerStates(undefined, now).map(({ state }) => state)).toEqual(["running", "running"]);
  expect(brokerStates(undefined, undefined)).toEqual([]);
});
