import { expect, test } from "vitest";
import { type Listed, readContainers, seenContainers } from "./containers.ts";

const config = {
  stack: "dev",
  name: "",
  prefix: "",
  dockerHostIp: "127.0.0.1",
  containers: ["zookeeper", "kafka", "kafka-2", "service-a", "service-b"],
};

const listed = (name: string, State: string, Status: string, port?: number): Listed => ({
  Names: [`/${name}`],
  State,
  Status,
  ...(port && { Ports: [{}, { IP: "127.0.0.1", PublicPort: port }] }),
});

test("when containers are in all states, then each is named, also one that is missing or not wanted any more", () => {
  const seen = seenContainers(config, [
    listed("kafka", "running", "Up 5 seconds (health: starting)", 9092),
    listed("kafka-3", "paused", "Up 2 hours (unhealthy) (Paused)", 9094),
    listed("service-b", "exited", "Exited (137) 3 seconds ago"),
    listed("service-b-2", "running", "Up 2 hours (healthy)", 5112),
    listed("zookeeper", "dead", "Dead"),
    listed("controller", "running", "Up"),
  ]);
  expect(seen).toEqual({
    brokers: [
      {
        id: 1,
        name: "kafka",
        state: "running",
        health: "starting",
        address: { host: "127.0.0.1", port: 9092 },
      },
      { id: 2, name: "kafka-2", state: "missing", health: undefined, address: undefined },
      { id: 3, name: "kafka-3", state: "paused", health: "unhealthy", address: undefined },
    ],
    zookeepers: [{ name: "zookeeper", state: "exited", health: undefined }],
    controllers: [{ name: "controller", state: "running", health: undefined }],
    services: [
      { name: "service-a", state: "missing", health: undefined, clientId: "service-a" },
      { name: "service-b", state: "exited", health: undefined, clientId: "service-b" },
      { name: "service-b-2", state: "running", health: "healthy", clientId: "service-b-2" },
    ],
  });
});

test("when the lab has a name, then its containers begin with it, and Kafka knows its services without it", () => {
  const named = { ...config, name: "two", prefix: "two-", containers: ["two-kafka", "two-service-b-2"] };
  const seen = seenContainers(named, [
    listed("two-kafka", "running", "Up"),
    listed("kafka", "running", "Up"),
  ]);
  expect(seen.brokers.map(({ name }) => name)).toEqual(["two-kafka"]);
  expect(seen.services).toMatchObject([{ name: "two-service-b-2", clientId: "service-b-2" }]);
});

test("when the engine is asked, then for the lab's own labels; one that does not answer is no engine", async () => {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(decodeURIComponent(path));
    return { status: 200, body: [] };
  };
  expect((await readContainers(config, get))?.brokers).toHaveLength(2);
  expect(asked[0]).toContain('{"label":["kafka-lab.name=default","kafka-lab.stack=dev"]}');
  expect(await readContainers(config, async () => ({ status: 500, body: "" }))).toBeUndefined();
  expect(await readContainers(config, () => Promise.reject(new Error("refused")))).toBeUndefined();
});
