import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Declared, type Run, runProgram, settingsOf } from "./testing/program-under-test.ts";

const stack = "unit-test-cluster";
const lab = join(import.meta.dirname, "..", ".lab");
const brokers = ["kafka", "kafka-2", "kafka-3"];

afterAll(() => {
  rmSync(join(lab, "context", stack), { recursive: true, force: true });
  for (const service of ["service-a", "service-b"]) {
    rmSync(join(lab, "cache", `context-${stack}-${service}.json`), { force: true });
  }
});

describe.each(["cluster", "kraft"])("when the program runs with the settings of %s, then", (settings) => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram(stack, settingsOf(settings));
  });

  test("three brokers have their own ports and volumes", () => {
    const published = brokers.map((name) => container(run, name).ports[0]);
    expect(published.map(({ external }) => external)).toEqual([9092, 9093, 9094]);
    expect(published.map(({ internal }) => internal)).toEqual([9092, 9093, 9094]);
    const volumes = brokers.map((name) => container(run, name).volumes[0].volumeName);
    expect(volumes).toEqual(["kafka-data", "kafka-data-2", "kafka-data-3"]);
    expect(run.outputs.bootstrapExternal).toBe("127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094");
    expect(environment(run, "service-a")).toContain(
      "KAFKA_BOOTSTRAP_SERVERS=kafka:29092,kafka-2:29092,kafka-3:29092",
    );
  });

  test("every message is kept three times, and acknowledged when two replicas have it", () => {
    for (const name of brokers) {
      expect(environment(run, name)).toEqual(
        expect.arrayContaining([
          "KAFKA_DEFAULT_REPLICATION_FACTOR=3",
          "KAFKA_MIN_INSYNC_REPLICAS=2",
          "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=3",
          "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=2",
          "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=3",
        ]),
      );
    }
    expect(environment(run, "service-a")).toContain("TOPIC_REPLICATION_FACTOR=3");
    expect(environment(run, "kafka-3")).toContain("KAFKA_BROKER_RACK=rack-3");
  });

  test("names that Docker did not know for a while, or whose address changed, are looked up again within a second, whatever the image", () => {
    const servers = containers(run).filter(({ name }) => !name.startsWith("service"));
    for (const { inputs } of servers) {
      expect(inputs.envs).toContain("KAFKA_OPTS=-Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=1");
    }
  });

  test("no two containers share a name, an alias or a volume of data", () => {
    const all = containers(run).map(({ inputs }) => inputs);
    for (const of of [
      all.map((it) => it.name),
      all.map((it) => it.networksAdvanced[0].aliases[0]),
      // The services have one certificate.
      all
        .flatMap((it) => it.volumes ?? [])
        .map((it) => it.volumeName)
        .filter((name) => name !== "service-certificates"),
    ]) {
      expect(new Set(of).size).toBe(of.length);
    }
  });
});

test("when there are three ZooKeepers, then each knows its place among them, and none waits for the others", async () => {
  const run = await runProgram(stack, settingsOf("cluster"));
  for (const [index, name] of ["zookeeper", "zookeeper-2", "zookeeper-3"].entries()) {
    expect(environment(run, name)).toEqual(
      expect.arrayContaining([
        `ZOOKEEPER_SERVER_ID=${index + 1}`,
        "ZOOKEEPER_SERVERS=zookeeper:2888:3888;zookeeper-2:2888:3888;zookeeper-3:2888:3888",
        // A session ends at a whole tick, and lasts at least two of them.
        "ZOOKEEPER_TICK_TIME=500",
      ]),
    );
    expect(container(run, name).healthcheck.tests.join()).not.toContain("Mode");
  }
  const connect = "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181,zookeeper-2:2181,zookeeper-3:2181";
  for (const name of brokers) {
    expect(environment(run, name)).toContain(connect);
    // How long the official image looks for ZooKeeper before it starts the broker, in seconds.
    expect(environment(run, name)).toContain("KAFKA_CUB_ZK_TIMEOUT=60");
  }
});

test("when the mode is kraft, then there is no ZooKeeper, and the nodes elect their controller themselves", async () => {
  const run = await runProgram(stack, settingsOf("kraft"));
  expect(containers(run).map(({ name }) => name)).not.toContain("zookeeper");
  const clusterIds = new Set<string | undefined>();
  for (const [index, name] of brokers.entries()) {
    const settings = environment(run, name);
    expect(settings).toEqual(
      expect.arrayContaining([
        "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER",
        // A broker that asked a controller that is cut off must be able to ask the next one soon.
        "KAFKA_CONTROLLER_SOCKET_TIMEOUT_MS=3000",
        "KAFKA_CONTROLLER_QUORUM_VOTERS=1@kafka:29093,2@kafka-2:29093,3@kafka-3:29093",
        `KAFKA_NODE_ID=${index + 1}`,
        "KAFKA_PROCESS_ROLES=broker,controller",
      ]),
    );
    expect(settings.join()).not.toMatch(/ZOOKEEPER|KAFKA_BROKER_ID|ADVERTISED_LISTENERS=[^ ]*CONTROLLER:/);
    clusterIds.add(settings.find((line) => line.startsWith("CLUSTER_ID=")));
  }
  expect([...clusterIds]).toEqual([expect.stringMatching(/^CLUSTER_ID=[\w-]{22}$/)]);
});

test("when a lab grows from one broker to three, then the first keeps its name, its data and its address", async () => {
  const [one, three] = [await runProgram(stack, {}), await runProgram(stack, { brokers: "3" })];
  const [before, after] = [container(one, "kafka"), container(three, "kafka")];
  expect(after.name).toBe(before.name);
  expect(after.volumes).toEqual(before.volumes);
  const advertised = (run: Run) =>
    environment(run, "kafka").find((line) => line.startsWith("KAFKA_ADVERTISED"));
  expect(advertised(three)).toBe(advertised(one));
});

function containers(run: Run): Declared[] {
  return run.resources.filter((it) => it.type.endsWith(":Container"));
}

function container(run: Run, name: string) {
  const found = containers(run).find((it) => it.name === name);
  if (!found) throw new Error(`no container "${name}" was declared`);
  return found.inputs;
}

function environment(run: Run, name: string): string[] {
  return container(run, name).envs;
}
