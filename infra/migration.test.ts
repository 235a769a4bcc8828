import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type MigrationStep, migrationRecordPath } from "../common/migration.ts";
import { failProgram, type Run, runProgram } from "./testing/program-under-test.ts";

const stack = "unit-test-migration";
const project = join(import.meta.dirname, "..");
const record = join(project, migrationRecordPath(stack));
const clusterId = "FyJT_p3OTsOGHkGZYtymRA";
const voters = "101@controller:29093,102@controller-2:29093,103@controller-3:29093";

afterEach(() => {
  rmSync(record, { force: true });
  rmSync(join(project, ".lab", "context", stack), { recursive: true, force: true });
  for (const service of ["service-a", "service-b"]) {
    rmSync(join(project, ".lab", "cache", `context-${stack}-${service}.json`), { force: true });
  }
});

test("when the step is none, then controllers that are set are not there yet, and the brokers know nothing of them", async () => {
  const run = await runProgram(stack, { controllers: "3" });
  expect(names(run)).toEqual(["kafka", "service-a", "service-b", "zookeeper"]);
  expect(environment(run, "kafka").join()).not.toMatch(/QUORUM|CONTROLLER/);
});

test("when the step is controllers, then they have the cluster's own id, and the brokers stay as they are", async () => {
  const before = await runProgram(stack, {});
  const run = await at("controllers");
  expect(names(run)).toContain("controller-3");
  expect(environment(run, "kafka")).toEqual(environment(before, "kafka"));
  expect(environment(run, "controller-2")).toEqual(
    expect.arrayContaining([
      `CLUSTER_ID=${clusterId}`,
      "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER",
      `KAFKA_CONTROLLER_QUORUM_VOTERS=${voters}`,
      "KAFKA_INTER_BROKER_LISTENER_NAME=LISTENER_DOCKER_INTERNAL",
      "KAFKA_LISTENERS=CONTROLLER://0.0.0.0:29093",
      "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=LISTENER_DOCKER_INTERNAL:PLAINTEXT,LISTENER_DOCKER_EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
      "KAFKA_NODE_ID=102",
      "KAFKA_PROCESS_ROLES=controller",
      "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181",
      "KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE=true",
    ]),
  );
  expect(environment(run, "controller").join()).not.toContain("ADVERTISED");
});

test("when the step is brokers, then the brokers still follow ZooKeeper, and know of the controllers", async () => {
  expect(environment(await at("brokers"), "kafka")).toEqual(
    expect.arrayContaining([
      "KAFKA_BROKER_ID=1",
      `KAFKA_CONTROLLER_QUORUM_VOTERS=${voters}`,
      "KAFKA_LISTENERS=LISTENER_DOCKER_INTERNAL://0.0.0.0:29092,LISTENER_DOCKER_EXTERNAL://0.0.0.0:9092",
      "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=LISTENER_DOCKER_INTERNAL:PLAINTEXT,LISTENER_DOCKER_EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
      "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181",
      "KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE=true",
    ]),
  );
});

test.each<MigrationStep>(["brokers", "kraft", "done"])(
  "when the step is %s, then no node waits 10 s for the address of a container that was replaced",
  async (step) => {
    const run = await at(step);
    for (const node of ["kafka", "controller", "controller-2"])
      expect(environment(run, node), node).toContain("KAFKA_SOCKET_CONNECTION_SETUP_TIMEOUT_MS=1000");
  },
);

test("when the step is kraft, then the brokers keep their ids and volumes, and know no ZooKeeper", async () => {
  const run = await at("kraft");
  const brokers = environment(run, "kafka");
  expect(brokers).toEqual(
    expect.arrayContaining([
      `CLUSTER_ID=${clusterId}`,
      "KAFKA_CONTROLLER_SOCKET_TIMEOUT_MS=3000",
      "KAFKA_NODE_ID=1",
      "KAFKA_PROCESS_ROLES=broker",
    ]),
  );
  expect(brokers.join()).not.toMatch(/ZOOKEEPER|KAFKA_BROKER_ID/);
  expect(names(run)).toContain("zookeeper");
});

test("when the step is done, then the brokers stay as they are, and nothing knows ZooKeeper any more", async () => {
  const before = environment(await at("kraft"), "kafka");
  const run = await at("done");
  expect(environment(run, "kafka")).toEqual(before);
  expect(names(run)).not.toContain("zookeeper");
  const controller = environment(run, "controller").join();
  expect(controller).not.toMatch(/ZOOKEEPER|INTER_BROKER_LISTENER_NAME/);
});

test.each(["controllers", "brokers", "kraft", "done"] as const)(
  "when nobody has looked at the cluster before %s, then nothing is declared, and the message names the command",
  async (migration) => {
    const { error, resources } = await failProgram(stack, { controllers: "1", migration });
    expect(error).toMatchObject({ message: expect.stringMatching(/nobody has looked at it; .*\.\/lab up/) });
    expect(resources).toEqual([]);
  },
);

test.each(["none", "brokers", "done"] as const)(
  "when it was looked at for kraft, then %s is refused, forward and back",
  async (migration) => {
    writeRecord("kraft");
    const { error, resources } = await failProgram(stack, { controllers: "1", migration });
    expect(error).toMatchObject({
      message: expect.stringContaining("looked at for kraft (3 brokers migrate)"),
    });
    expect(resources).toEqual([]);
  },
);

function at(migration: MigrationStep): Promise<Run> {
  writeRecord(migration);
  return runProgram(stack, { controllers: "3", migration });
}

function writeRecord(step: MigrationStep) {
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ step, clusterId, seen: "3 brokers migrate" }));
}

function names(run: Run): string[] {
  return containers(run)
    .map(({ name }) => name)
    .sort();
}

function environment(run: Run, name: string): string[] {
  return containers(run).find((it) => it.name === name)?.inputs.envs ?? [];
}

function containers(run: Run) {
  return run.resources.filter((it) => it.type.endsWith(":Container"));
}
