import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { officialImages } from "../images/machine-images.ts";
import { httpsPortOf, loadConfig, serviceBPorts } from "./config.ts";
import { failProgram, projectDefaults, settingsOf } from "./testing/program-under-test.ts";

const defaults = projectDefaults();

/** On a machine without a record of its images, because there is no .lab in this folder. */
const load = (settings: Record<string, string | undefined> = {}, projectDir = import.meta.dirname) =>
  loadConfig((key) => (key in settings ? settings[key] : defaults[`kafka-lab:${key}`]), projectDir);

describe("the stack's settings", () => {
  test("when nothing is set, then the defaults of Pulumi.yaml hold", () => {
    expect(load()).toMatchObject({
      kafkaPort: 9092,
      serviceAPort: 5101,
      serviceBPort: 5102,
      httpsPortOffset: 2000,
      serviceBInstances: 1,
      dockerHostIp: "127.0.0.1",
      topic: "message-topic",
      topicPartitions: 3,
      name: "",
      registry: "",
      keepData: false,
      readOnlyRootfs: false,
    });
  });

  test.each(["dev", "local"])(
    "when the stack is %s, then its file is valid, and it pins every image",
    (stack) => {
      const { kafkaImage, zookeeperImage, nodeImage } = load(settingsOf(stack));
      for (const image of [kafkaImage, zookeeperImage, nodeImage]) expect(image).toMatch(/:\d+/);
    },
  );

  test.each([
    [
      "kafkaPort",
      "abc",
      'expected a port from 1 to 65535, saw "abc"; set it with: pulumi config set kafkaPort 9092',
    ],
    ["serviceAPort", "0", "a port from 1 to 65535"],
    ["serviceBPort", "70000", "a port from 1 to 65535"],
    ["serviceBPort", "51.5", "a port from 1 to 65535"],
    ["serviceBInstances", "4", "a whole number from 1 to 3"],
    ["brokers", "4", "a whole number from 1 to 3"],
    ["zookeepers", "2", "1 or 3"],
    ["mode", "raft", "zookeeper or kraft"],
    ["controllers", "2", "0 or 1 or 3"],
    ["migration", "half", "none or controllers or brokers or kraft or done"],
    ["topicPartitions", "0", "a whole number from 1 to 100"],
    ["kafkaHeapMb", "32", "a whole number from 256 to 16384"],
    ["zookeeperHeapMb", "-1", "a whole number from 64 to 4096"],
    ["dockerHostIp", "localhost", "an IPv4 address of this machine"],
    ["dockerHostIp", "0.0.0.0", "an IPv4 address of this machine, not 0.0.0.0"],
    ["topic", "no spaces", "a topic of up to 249"],
    ["topic", "..", "a topic of up to 249"],
    ["topic", "__consumer_offsets", "a topic of up to 249"],
    ["name", "Big_Name", "up to 32 of a-z, 0-9 and '-'"],
    ["keepData", "yes", "true or false"],
    ["readOnlyRootfs", "maybe", "true or false"],
    ["kafkaImage", "confluentinc/cp-kafka", "an image with its tag"],
    ["nodeImage", "node 24", "an image with its tag"],
    ["registry", "https://mirror.example.com", "a registry without scheme"],
    ["topic", undefined, "saw nothing"],
  ])("when %s is %j, then the message names the key and what it accepts", (key, value, expected) => {
    expect(() => load({ [key]: value })).toThrow(new RegExp(`^kafka-lab:${key}: expected`));
    expect(() => load({ [key]: value })).toThrow(expected);
  });

  test.each(["cluster", "kraft"])("when the stack is %s, then its images are the official ones", (stack) => {
    expect(load(settingsOf(stack))).toMatchObject({ ...officialImages, readOnlyRootfs: false });
  });

  test.each(["cluster", "kraft"])("when this machine builds its images, then %s takes those", (stack) => {
    const dir = machineWith(settingsOf("local"));
    const { kafkaImage, zookeeperImage, nodeImage } = settingsOf("local");
    const expected = { kafkaImage, zookeeperImage, nodeImage, readOnlyRootfs: true, brokers: 3 };
    expect(load(settingsOf(stack), dir)).toMatchObject(expected);
  });

  test("when a stack names an image of Kafka, then this machine's images do not decide whether it can be read-only", () => {
    const dir = machineWith(settingsOf("local"));
    const config = load({ ...settingsOf("kraft"), kafkaImage: "confluentinc/cp-kafka:8.1.1" }, dir);
    expect(config).toMatchObject({ kafkaImage: "confluentinc/cp-kafka:8.1.1", readOnlyRootfs: false });
    expect(config.nodeImage).toBe(settingsOf("local").nodeImage);
  });

  test("when the record of this machine's images was edited, then the message names the file and the remedy", () => {
    const dir = machineWith({ ...settingsOf("local"), kafkaImage: "kafka" });
    expect(() => load(settingsOf("cluster"), dir)).toThrow(
      /images\.json is not as .*kafkaImage: expected an image with its tag, saw "kafka"\.\n {2}Remove it: rm/,
    );
    expect(load(settingsOf("dev"), dir)).toMatchObject(settingsOf("dev"));
  });

  test("when a migration is set, then it needs ZooKeeper to leave, and controllers to go to; after it Kafka 4 will do", () => {
    expect(() => load({ migration: "controllers" })).toThrow(/migration: expected none.+set controllers 1/);
    expect(() => load({ mode: "kraft", migration: "brokers" })).toThrow(
      /migration: expected none.+mode kraft/,
    );
    expect(() => load({ mode: "kraft", controllers: "1" })).toThrow(/controllers: expected 0.+mode kraft/);
    const newer = { controllers: "1", kafkaImage: "confluentinc/cp-kafka:8.1.1" };
    expect(load({ ...newer, migration: "done" }).migration).toBe("done");
    expect(() => load({ ...newer, migration: "kraft" })).toThrow(/does not run with ZooKeeper/);
  });

  test("when several are wrong, then one message names them all", () => {
    expect(() => load({ kafkaPort: "x", topic: "?" })).toThrow(/kafka-lab:kafkaPort: .*\nkafka-lab:topic: /);
  });

  test("when the message is shown, then Pulumi prints no stack with it", () => {
    expect.assertions(1);
    try {
      load({ kafkaPort: "x" });
    } catch (error) {
      expect(error).toMatchObject({ __pulumiRunError: true });
    }
  });

  test.each([
    [
      { serviceAPort: "9092" },
      "kafka-lab:kafkaPort and kafka-lab:serviceAPort: expected different ports, saw 9092",
    ],
    [
      { serviceBPort: "5101" },
      "kafka-lab:serviceAPort and kafka-lab:serviceBPort: expected different ports, saw 5101",
    ],
    [{ serviceAPort: "5122", serviceBInstances: "3" }, "expected different ports, saw 5122"],
    [{ kafkaPort: "5100", brokers: "2" }, "expected different ports, saw 5101"],
    [
      { kafkaPort: "7101" },
      "kafka-lab:kafkaPort and kafka-lab:httpsPortOffset: expected different ports, saw 7101",
    ],
    [{ httpsPortOffset: "1" }, "kafka-lab:serviceBPort and kafka-lab:httpsPortOffset: expected different"],
    [
      { serviceAPort: "64000" },
      "kafka-lab:httpsPortOffset: expected ports up to 65535 for all, saw 66000; set another with: pulumi",
    ],
    [
      { kafkaPort: "29091", brokers: "2" },
      "kafka-lab:kafkaPort: expected ports other than 29092 and 29093, saw 29092",
    ],
    [
      { serviceBPort: "65530", serviceBInstances: "2" },
      "kafka-lab:serviceBPort: expected ports up to 65535 for all, saw 65540",
    ],
  ])("when ports do not go together (%j), then the message names both keys", (settings, expected) => {
    expect(() => load(settings)).toThrow(expected);
  });

  test("when settings are accepted, then every published port is a port and no two are equal", () => {
    const port = fc
      .oneof(fc.integer({ min: -5, max: 70_000 }), fc.integer({ min: 5090, max: 5130 }))
      .map(String);
    const settings = fc.record({
      kafkaPort: port,
      serviceAPort: port,
      serviceBPort: port,
      serviceBInstances: fc.integer({ min: 0, max: 4 }).map(String),
      httpsPortOffset: fc
        .oneof(fc.integer({ min: -5, max: 70_000 }), fc.integer({ min: 0, max: 30 }))
        .map(String),
    });
    fc.assert(
      fc.property(settings, (given) => {
        const config = tryLoad(given);
        if (!config) return;
        const served = [config.serviceAPort, ...serviceBPorts(config)];
        const https = served.flatMap((it) => httpsPortOf(it, config) ?? []);
        const ports = [config.kafkaPort, ...served, ...https];
        expect(served).toHaveLength(1 + config.serviceBInstances);
        expect(https).toHaveLength(config.httpsPortOffset === 0 ? 0 : served.length);
        expect(new Set(ports).size).toBe(ports.length);
        for (const published of ports) expect(published >= 1 && published <= 65_535).toBe(true);
      }),
    );
  });
});

/** A project's folder on a machine with a record of these images. */
function machineWith(images: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "kafka-lab-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, ".lab"));
  writeFileSync(join(dir, ".lab", "images.json"), JSON.stringify(images));
  return dir;
}

function tryLoad(settings: Record<string, string>) {
  try {
    return load(settings);
  } catch {
    return undefined;
  }
}

test("when the stack's file has a setting that does not exist, then it is reported, with the one that was meant", async () => {
  const { error, resources } = await failProgram("dev", { serviceBInstanses: "2" });
  expect(String(error)).toContain(
    "kafka-lab:serviceBInstanses: there is no such setting; did you mean serviceBInstances?",
  );
  expect(resources).toEqual([]);
});

test("when the lab's command runs the program, then the advice names that command, with the stack", async () => {
  vi.stubEnv("KAFKA_LAB_COMMAND", "./lab");
  const { error } = await failProgram("local", { kafkaPort: "5101" });
  vi.unstubAllEnvs();
  expect(String(error)).toContain("./lab config set serviceAPort PORT --stack local");
});
