import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Declared,
  failProgram,
  type Run,
  runProgram,
  settingsOf,
} from "./testing/program-under-test.ts";

const stack = "unit-test";
const lab = join(import.meta.dirname, "..", ".lab");

afterAll(() => {
  rmSync(join(lab, "context", stack), { recursive: true, force: true });
  for (const service of ["service-a", "service-b", "test-service-a", "test-service-b"]) {
    rmSync(join(lab, "cache", `context-${stack}-${service}.json`), { force: true });
  }
});

const ofType = (run: Run, type: string) => run.resources.filter((it) => it.type.endsWith(`:${type}`));
const container = (run: Run, name: string): Declared => {
  const found = ofType(run, "Container").find((it) => it.name === name);
  if (!found) throw new Error(`no container "${name}" was declared`);
  return found;
};

describe.each(["dev", "local"])("when the program runs with the settings of %s, then", (settings) => {
  let run: Run;
  beforeAll(async () => {
    run = await runProgram(stack, settingsOf(settings));
  });

  test("it declares one network, four containers and four volumes", () => {
    expect(ofType(run, "Network").map((it) => it.inputs.name)).toEqual(["kafka-lab"]);
    expect(names(ofType(run, "Container"))).toEqual(["kafka", "service-a", "service-b", "zookeeper"]);
    expect(names(ofType(run, "Volume"))).toEqual([
      "kafka-data",
      "service-certificates",
      "zookeeper-data",
      "zookeeper-log",
    ]);
  });

  test("containers run image ids and never tags, and no image is removed with the stack", () => {
    const images = Object.fromEntries(ofType(run, "Container").map((it) => [it.name, it.inputs.image]));
    expect(images).toEqual({
      kafka: "sha256:kafka-image",
      zookeeper: "sha256:zookeeper-image",
      "service-a": "sha256:built-service-a-image",
      "service-b": "sha256:built-service-b-image",
    });
    for (const image of ofType(run, "RemoteImage")) expect(image.inputs.keepLocally).toBe(true);
  });

  test("service images are built on the Node image, never pushed, for the platform of the engine", () => {
    for (const { name, inputs } of ofType(run, "Image")) {
      const service = name.replace("-image", "");
      expect(inputs).toMatchObject({ imageName: `kafka-lab/${service}:${stack}`, skipPush: true });
      expect(inputs.build.context).toBe(`../.lab/context/${stack}/${service}`);
      expect(inputs.build.args).toEqual({ BASE: settingsOf(settings).nodeImage });
      expect(inputs.build).not.toHaveProperty("platform");
    }
  });

  test("no image's own volume is left without a name", () => {
    const covered = (name: string) => {
      const { tmpfs = {}, volumes } = container(run, name).inputs;
      return [...Object.keys(tmpfs), ...volumes.map((it: { containerPath: string }) => it.containerPath)];
    };
    const ofLocalImage = ["/var/lib/kafka/data", "/var/lib/zookeeper/data", "/var/lib/zookeeper/log"];
    expect(covered("kafka")).toEqual(expect.arrayContaining(["/etc/kafka/secrets", ...ofLocalImage]));
    expect(covered("zookeeper")).toEqual(expect.arrayContaining(["/etc/zookeeper/secrets", ...ofLocalImage]));
  });

  test("only Kafka and the services are published, on this machine alone", () => {
    const ports = ofType(run, "Container").flatMap((it) => it.inputs.ports ?? []);
    expect(ports.map((it) => `${it.ip}:${it.external}->${it.internal}`).sort()).toEqual([
      "127.0.0.1:5101->5101",
      "127.0.0.1:5102->5102",
      "127.0.0.1:7101->7101",
      "127.0.0.1:7102->7102",
      "127.0.0.1:9092->9092",
    ]);
    expect(container(run, "zookeeper").inputs).not.toHaveProperty("ports");
  });

  test("the services speak https, by a certificate that is in a volume of theirs and nowhere else", () => {
    const mount = { containerPath: "/var/lib/kafka-lab/certificates", volumeName: "service-certificates" };
    for (const [name, port] of [
      ["service-a", "7101"],
      ["service-b", "7102"],
    ] as const) {
      const { envs, volumes } = container(run, name).inputs;
      expect(volumes).toEqual([mount]);
      expect(envs).toEqual(
        expect.arrayContaining([`CERTIFICATES=${mount.containerPath}`, `HTTPS_PORT=${port}`]),
      );
    }
    expect(JSON.stringify(run.resources.map(({ inputs }) => inputs))).not.toMatch(/BEGIN|PRIVATE/);
  });

  test("every container has few rights and bounded memory and logs", () => {
    for (const { inputs } of ofType(run, "Container")) {
      expect(inputs).toMatchObject({
        user: "1000:1000",
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        init: true,
        logDriver: "json-file",
        logOpts: { "max-file": "3", "max-size": "10m" },
      });
      expect(inputs.memory).toBeGreaterThan(0);
      expect(inputs.memorySwap).toBe(inputs.memory);
    }
  });

  test("up waits until every container is healthy, and every container has time to stop", () => {
    for (const { inputs } of ofType(run, "Container")) {
      expect(inputs).toMatchObject({
        wait: true,
        stopTimeout: 30,
        destroyGraceSeconds: 30,
        restart: "unless-stopped",
      });
      expect(inputs.waitTimeout).toBeGreaterThan(60);
      expect(inputs.healthcheck.tests.slice(0, 3)).toEqual(["CMD", "bash", "-c"]);
      expect(inputs.healthcheck).toMatchObject({ timeout: "10s", retries: 7 });
      // During a start period Docker 25 and later would ask only every 5 s.
      expect(inputs.healthcheck).not.toHaveProperty("startPeriod");
    }
  });

  test("every container is replaced in the right order, and by changes that would not reach it otherwise", () => {
    for (const { options } of ofType(run, "Container")) {
      expect(options).toMatchObject({
        deleteBeforeReplace: true,
        replaceOnChanges: ["healthcheck", "tmpfs"],
      });
    }
  });

  test("every container has an alias for the others, on the lab's network alone", () => {
    for (const { name, inputs } of ofType(run, "Container")) {
      expect(inputs.networkMode).toBe("bridge");
      expect(inputs.networksAdvanced).toEqual([{ name: "kafka-lab", aliases: [name] }]);
    }
  });

  test("lists without an order of their own are sorted", () => {
    for (const { inputs } of ofType(run, "Container")) {
      expect(inputs.envs).toEqual([...inputs.envs].sort());
      expect(inputs.labels).toEqual([
        { label: "kafka-lab.name", value: "default" },
        { label: "kafka-lab.stack", value: stack },
      ]);
    }
  });

  test("a single broker can hold Kafka's internal topics, and creates no topic by accident", () => {
    expect(container(run, "kafka").inputs.envs).toEqual(
      expect.arrayContaining([
        "KAFKA_ADVERTISED_LISTENERS=LISTENER_DOCKER_INTERNAL://kafka:29092,LISTENER_DOCKER_EXTERNAL://127.0.0.1:9092",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE=false",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS=0",
        "KAFKA_LOG_DIRS=/var/lib/kafka/data",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1",
        "KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181",
      ]),
    );
  });

  test("no container waits for another one: they start together and retry until they get an answer", () => {
    for (const { options } of ofType(run, "Container")) expect(options.dependsOn ?? []).toEqual([]);
  });

  test("the outputs say where everything is", () => {
    expect(run.outputs).toEqual({
      serviceAUrl: "http://localhost:5101/api/messages",
      serviceBUrls: ["http://localhost:5102/api/messages"],
      bootstrapExternal: "127.0.0.1:9092",
      bootstrapInternal: "kafka:29092",
      topic: "message-topic",
    });
  });
});

describe("when a setting is changed, then", () => {
  test("readOnlyRootfs decides for Kafka and ZooKeeper; the services are read-only always", async () => {
    for (const [settings, expected] of [
      ["dev", false],
      ["local", true],
    ] as const) {
      const run = await runProgram(stack, settingsOf(settings));
      expect(container(run, "kafka").inputs.readOnly).toBe(expected);
      expect(container(run, "zookeeper").inputs.readOnly).toBe(expected);
      expect(container(run, "service-a").inputs).toMatchObject({
        readOnly: true,
        tmpfs: { "/tmp": expect.stringContaining("exec") },
      });
    }
  });

  test("serviceBInstances adds members to one group, each with a name and a port of its own", async () => {
    const run = await runProgram(stack, { serviceBInstances: "3" });
    const members = ["service-b", "service-b-2", "service-b-3"].map((name) => container(run, name).inputs);
    expect(members.map((it) => it.ports[0].external)).toEqual([5102, 5112, 5122]);
    expect(members.map((it) => it.ports[0].internal)).toEqual([5102, 5102, 5102]);
    expect(members.map((it) => it.ports[1].external)).toEqual([7102, 7112, 7122]);
    expect(members.map((it) => it.ports[1].internal)).toEqual([7102, 7102, 7102]);
    expect(new Set(members.map((it) => it.volumes[0].volumeName))).toEqual(new Set(["service-certificates"]));
    expect(new Set(members.map((it) => it.image)).size).toBe(1);
    expect(
      new Set(members.flatMap((it) => it.envs.filter((env: string) => env.startsWith("CLIENT_ID")))).size,
    ).toBe(3);
    for (const member of members) expect(member.envs).toContain("GROUP_ID=message-group");
    expect(run.outputs.serviceBUrls).toHaveLength(3);
  });

  test("keepData leaves the volumes of data to Docker on destroy, and never that of the private key", async () => {
    for (const keepData of [true, false]) {
      const volumes = ofType(await runProgram(stack, { keepData: String(keepData) }), "Volume");
      const kept = volumes.filter(({ options }) => options.retainOnDelete).map(({ name }) => name);
      expect(kept.sort()).toEqual(keepData ? ["kafka-data", "zookeeper-data", "zookeeper-log"] : []);
    }
  });

  test("httpsPortOffset decides where https is published, and with 0 there is none, and no volume", async () => {
    const settings = { serviceAPort: "6101", serviceBPort: "6102" };
    const portsOf = (run: Run, name: string) =>
      container(run, name).inputs.ports.map((it: { external: number }) => it.external);
    const elsewhere = await runProgram(stack, { ...settings, httpsPortOffset: "100" });
    expect(portsOf(elsewhere, "service-a")).toEqual([6101, 6201]);
    expect(container(elsewhere, "service-a").inputs.ports[1].internal).toBe(7101);
    const without = await runProgram(stack, { ...settings, httpsPortOffset: "0" });
    expect(portsOf(without, "service-a")).toEqual([6101]);
    expect(container(without, "service-a").inputs).not.toHaveProperty("volumes");
    expect(container(without, "service-a").inputs.envs.join()).not.toMatch(/CERTIFICATES|HTTPS/);
    expect(ofType(without, "Volume").map(({ name }) => name)).not.toContain("service-certificates");
  });

  test("name prefixes what Docker knows by name; the aliases, and so the addresses inside, stay", async () => {
    const run = await runProgram(stack, { name: "test" });
    for (const type of ["Network", "Container", "Volume"]) {
      for (const { inputs } of ofType(run, type)) {
        expect(inputs.name).toMatch(/^test-/);
        expect(inputs.labels).toContainEqual({ label: "kafka-lab.name", value: "test" });
      }
    }
    expect(container(run, "kafka").inputs.networksAdvanced).toEqual([
      { name: "test-kafka-lab", aliases: ["kafka"] },
    ]);
    expect(
      ofType(run, "Image")
        .map((it) => it.inputs.imageName)
        .sort(),
    ).toEqual([`kafka-lab/test-service-a:${stack}`, `kafka-lab/test-service-b:${stack}`]);
    expect(run.outputs.bootstrapInternal).toBe("kafka:29092");
  });

  test("dockerHostIp and kafkaPort are where Kafka is published and what it advertises", async () => {
    const run = await runProgram(stack, { dockerHostIp: "192.168.7.4", kafkaPort: "19092" });
    const { ports, envs } = container(run, "kafka").inputs;
    expect(ports).toEqual([{ internal: 19_092, external: 19_092, ip: "192.168.7.4" }]);
    expect(envs.join()).toContain("LISTENER_DOCKER_EXTERNAL://192.168.7.4:19092");
    expect(run.outputs.bootstrapExternal).toBe("192.168.7.4:19092");
    expect(container(run, "service-a").inputs.ports[0].ip).toBe("127.0.0.1");
  });

  test("registry is put before all three images", async () => {
    const run = await runProgram(stack, { ...settingsOf("dev"), registry: "mirror:5000" });
    for (const { inputs } of ofType(run, "RemoteImage"))
      expect(inputs.name).toMatch(/^mirror:5000\/(confluentinc|library)\//);
  });

  test("heaps and memory limits move together", async () => {
    const small = container(await runProgram(stack, { kafkaHeapMb: "384" }), "kafka").inputs;
    const large = container(await runProgram(stack, { kafkaHeapMb: "1024" }), "kafka").inputs;
    expect(large.envs).toContain("EXTRA_ARGS=-Xms1024m -Xmx1024m");
    expect(large.memory - small.memory).toBe(1024 - 384);
  });

  test("the heaps do not apply to tools, which `docker exec` starts with the environment of the container", async () => {
    const run = await runProgram(stack, { kafkaHeapMb: "1024", zookeeperHeapMb: "512" });
    for (const name of ["kafka", "zookeeper"]) {
      expect(container(run, name).inputs.envs).toContain("KAFKA_HEAP_OPTS=-Xms16m -Xmx96m");
    }
  });
});

test("when a setting is wrong, then nothing is declared", async () => {
  const { error, resources } = await failProgram(stack, { kafkaPort: "abc" });
  expect(error).toMatchObject({ message: expect.stringMatching(/^kafka-lab:kafkaPort: expected a port/) });
  expect(resources).toEqual([]);
});

function names(resources: Declared[]): string[] {
  return resources.map((it) => it.inputs.name).sort();
}
