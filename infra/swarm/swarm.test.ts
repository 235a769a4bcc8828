import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Declared,
  failProgram,
  type Run,
  runProgram,
  settingsOf,
} from "../testing/program-under-test.ts";
import { nodesOf } from "./nodes.ts";
import { swarmConflicts } from "./swarm-rules.ts";

const stack = "unit-test-swarm";
const lab = join(import.meta.dirname, "..", "..", ".lab");
const brokers = ["kafka", "kafka-2", "kafka-3"];
const services = ["service-a", "service-b"];

afterAll(() => {
  rmSync(join(lab, "context", stack), { recursive: true, force: true });
  for (const service of [...services, "test-service-a", "test-service-b"])
    rmSync(join(lab, "cache", `context-${stack}-${service}.json`), { force: true });
});

describe("when the program runs with the settings of swarm, then", () => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram(stack, settingsOf("swarm"));
  });

  test("every container is a service, and no volume is made where the program runs", () => {
    expect(
      ofType(run, "docker:index/service:Service")
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...brokers, ...services].sort());
    expect(run.resources.filter(({ type }) => /:(Container|Volume)$/.test(type))).toEqual([]);
  });

  test("a broker stays on its node, with its volume and an address of its own", () => {
    for (const [index, name] of brokers.entries()) {
      const { taskSpec, mode, endpointSpec } = service(run, name);
      const port = 9092 + index;
      expect(taskSpec.placement.constraints).toEqual([`node.labels.kafka-lab.broker==${index + 1}`]);
      expect(mode.replicated.replicas).toBe(1);
      const volume = taskSpec.containerSpec.mounts.find((it: { type: string }) => it.type === "volume");
      expect(volume).toMatchObject({
        source: name.replace("kafka", "kafka-data"),
        target: "/var/lib/kafka/data",
      });
      expect(endpointSpec.ports).toEqual([{ targetPort: port, publishedPort: port, publishMode: "host" }]);
      const { KAFKA_ADVERTISED_LISTENERS: advertised } = taskSpec.containerSpec.env;
      expect(advertised).toBe(
        `LISTENER_DOCKER_INTERNAL://${name}:29092,LISTENER_DOCKER_EXTERNAL://10.77.0.${index + 1}:${port}`,
      );
    }
    expect(run.outputs.bootstrapExternal).toBe("10.77.0.1:9092,10.77.0.2:9093,10.77.0.3:9094");
  });

  test("brokers have names before they are ready, and services are ready before the next one is stopped", () => {
    for (const name of brokers)
      expect(service(run, name).taskSpec.containerSpec).not.toHaveProperty("healthcheck");
    for (const name of services) {
      const { taskSpec, updateConfig, mode } = service(run, name);
      expect(taskSpec.containerSpec.healthcheck.tests.slice(0, 3)).toEqual(["CMD", "bash", "-c"]);
      expect(updateConfig.delay).toBe("5s");
      expect(updateConfig).toMatchObject({ parallelism: 1, order: "stop-first", failureAction: "rollback" });
      expect(mode.replicated.replicas).toBe(2);
      expect(taskSpec.placement).toEqual({ constraints: [], maxReplicas: 1 });
    }
  });

  test("no service depends on IPVS, kills its tasks at once, or restarts them every second", () => {
    for (const { inputs } of ofType(run, "docker:index/service:Service")) {
      expect(inputs.endpointSpec.mode).toBe("dnsrr");
      expect(inputs.taskSpec.containerSpec.stopGracePeriod).toMatch(/^[1-5]?\ds$/); // as Docker gives it back
      expect(inputs.taskSpec.restartPolicy).toEqual({ condition: "any", delay: "2s", window: "0s" });
    }
  });

  test("what a second run would change is not there: images by digest, the network by its id", () => {
    for (const name of brokers)
      expect(service(run, name).taskSpec.containerSpec.image).toBe("registry@sha256:kafka-image");
    for (const { inputs } of ofType(run, "docker:index/service:Service"))
      expect(inputs.taskSpec.networksAdvanceds).toEqual([{ id: "network-id" }]);
  });

  test("images that are built are pushed to the registry from which the nodes pull", () => {
    for (const { name, inputs } of ofType(run, "docker:index/image:Image")) {
      expect(inputs.imageName).toBe(`10.77.0.254:5000/kafka-lab/${name.replace("-image", "")}:${stack}`);
      expect(inputs.skipPush).toBe(false);
    }
  });

  test("a page may come from any node", () => {
    const { ALLOWED_HOSTS: names } = service(run, "service-a").taskSpec.containerSpec.env;
    expect(names).toBe("10.77.0.1,10.77.0.2,10.77.0.3");
  });
});

test("when two labs share a swarm, then their containers find each other by the same names as ever", async () => {
  const run = await runProgram(stack, { ...settingsOf("swarm"), name: "test" });
  const { name, taskSpec } = service(run, "kafka-2");
  expect(name).toBe("test-kafka-2");
  expect(taskSpec.networksAdvanceds).toEqual([{ id: "network-id", aliases: ["kafka-2"] }]);
});

test("when there are ZooKeepers, then they are spread over the nodes alike", async () => {
  const run = await runProgram(stack, { ...settingsOf("swarm"), mode: "zookeeper", zookeepers: "3" });
  const { placement, containerSpec } = service(run, "zookeeper-2").taskSpec;
  expect(placement.constraints).toEqual(["node.labels.kafka-lab.broker==2"]);
  expect(containerSpec).not.toHaveProperty("healthcheck");
});

describe("the settings of a swarm", () => {
  test.each([
    ["registry", "", "a registry, because every node pulls its images"],
    ["nodeAddresses", "10.77.0.1,10.77.0.2", "the addresses of 3 nodes or more"],
    ["serviceBInstances", "2", "serviceReplicas says how many"],
    ["httpsPortOffset", "2000", "a certificate of its own"],
  ])("when %s is %j, then it is refused before anything is declared", async (key, value, reason) => {
    const { error, resources } = await failProgram(stack, { ...settingsOf("swarm"), [key]: value });
    expect(String(error)).toContain(`kafka-lab:${key}: expected`);
    expect(String(error)).toContain(reason);
    expect(resources).toEqual([]);
  });

  test("when nodes are not those of ./lab hosts, then it is said what becomes reachable, and refused until it is allowed", async () => {
    const elsewhere = { ...settingsOf("swarm"), nodeAddresses: "10.0.0.11,10.0.0.12,10.0.0.13" };
    const { error } = await failProgram(stack, elsewhere);
    expect(String(error)).toContain("kafka-lab:exposeOnNetwork: expected true");
    expect(String(error)).toContain(
      "9092, 9093, 9094, 5101, 5102 become reachable on every address of 10.0.0.11, 10.0.0.12",
    );
    const run = await runProgram(stack, { ...elsewhere, exposeOnNetwork: "true" });
    expect(run.outputs.bootstrapExternal).toContain("10.0.0.13:9094");
  });

  test("when there is no swarm, then its settings mean nothing", () => {
    const settings = { orchestrator: "none", nodeAddresses: "10.0.0.11" } as const;
    expect(nodesOf(settings)).toEqual([]);
    expect(swarmConflicts({ ...settings } as Parameters<typeof swarmConflicts>[0], () => "")).toEqual([]);
  });
});

function ofType(run: Run, type: string): Declared[] {
  return run.resources.filter((it) => it.type === type);
}

function service(run: Run, name: string) {
  const found = ofType(run, "docker:index/service:Service").find((it) => it.name === name);
  if (!found) throw new Error(`no service "${name}" was declared`);
  return found.inputs;
}
