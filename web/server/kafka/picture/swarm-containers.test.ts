import { expect, test } from "vitest";
import type { engineGet } from "../../../../lib/docker/docker-api.ts";
import { readSwarmContainers } from "./swarm-containers.ts";

const config = {
  brokers: ["kafka", "kafka-2"],
  containers: ["kafka", "kafka-2", "service-a"],
  dockerHostIp: "127.0.0.1",
  kafkaPorts: [9092, 9093],
  labelName: "default",
  nodes: ["10.77.0.1", "10.77.0.2"],
  prefix: "",
  stack: "swarm",
};

const node = (number: number, state: string, availability = "active") => ({
  ID: `n${number}`,
  Description: { Hostname: `host-${number}` },
  ManagerStatus: { Leader: number === 1, Reachability: "reachable" },
  Spec: { Availability: availability, Labels: { "kafka-lab.broker": String(number) } },
  Status: { Addr: `10.77.0.${number}`, State: state },
});
const service = (name: string, replicas: number) => ({
  ID: name,
  Spec: { Name: name, Mode: { Replicated: { Replicas: replicas } } },
});
const task = (of: string, on: string) => ({
  CreatedAt: "2026-01-01T00:00:00Z",
  DesiredState: "running",
  NodeID: on,
  ServiceID: of,
  Status: { State: "running" },
});

/** A manager that answers this. */
const answering = (nodes: object[], tasks: object[]) =>
  (async (path: string) => {
    const services = [service("kafka", 1), service("kafka-2", 1), service("service-a", 2)];
    const body = path.startsWith("/nodes") ? nodes : path.startsWith("/tasks") ? tasks : services;
    return { status: 200, body };
  }) as typeof engineGet;

test("when a stack runs on nodes, then each container says on which, and brokers that run have addresses", async () => {
  const all = [task("kafka", "n1"), task("kafka-2", "n2"), task("service-a", "n1"), task("service-a", "n2")];
  const seen = await readSwarmContainers(
    config,
    answering([node(1, "ready"), node(2, "ready", "drain")], all),
  );
  expect(seen?.nodes?.map(({ name, state, leads }) => [name, state, leads])).toEqual([
    ["host-1", "ready", true],
    ["host-2", "drained", false],
  ]);
  expect(seen?.brokers.map(({ state, node, address }) => [state, node, address?.host])).toEqual([
    ["running", "host-1", "10.77.0.1"],
    ["running", "host-2", "10.77.0.2"],
  ]);
  expect(seen?.services.map(({ name, clientId, node }) => [name, clientId, node])).toEqual([
    ["service-a", "service-a", "host-1"],
    ["service-a", "service-a", "host-2"],
  ]);
});

test("when a host is gone, then so is its broker, which waits for it, and a service lacks a task", async () => {
  const all = [task("kafka", "n1"), task("kafka-2", "n2"), task("service-a", "n1"), task("service-a", "n2")];
  const seen = await readSwarmContainers(config, answering([node(1, "ready"), node(2, "down")], all));
  expect(seen?.nodes?.map(({ state }) => state)).toEqual(["ready", "gone"]);
  expect(seen?.brokers[1]).toMatchObject({ state: "missing", node: "host-2", address: undefined });
  expect(seen?.services.map(({ state, node }) => [state, node])).toEqual([
    ["running", "host-1"],
    ["created", undefined],
  ]);
});

test("when no manager answers, then nothing is known", async () => {
  const refusing = (async () => ({ status: 503, body: {} })) as typeof engineGet;
  expect(await readSwarmContainers(config, refusing)).toBeUndefined();
  expect(await readSwarmContainers(config, undefined)).toBeUndefined();
});
