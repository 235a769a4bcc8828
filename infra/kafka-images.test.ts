import { describe, expect, test } from "vitest";
import { loadConfig } from "./config.ts";
import { imageConflicts } from "./kafka-images.ts";
import { projectDefaults } from "./testing/program-under-test.ts";

const howToSet = (key: string, value: string) => `pulumi config set ${key} ${value}`;

const right = {
  mode: "zookeeper",
  kafkaImage: "confluentinc/cp-kafka:7.9.10",
  zookeeperImage: "confluentinc/cp-zookeeper:7.9.10",
} as const;

test("when a stack names an image that cannot work, then its settings are refused", () => {
  const settings: Record<string, string> = {
    ...projectDefaults(),
    "kafka-lab:kafkaImage": "apache/kafka:4.1.0",
  };
  expect(() => loadConfig((key) => settings[`kafka-lab:${key}`])).toThrow(/^kafka-lab:kafkaImage: apache/);
  settings["kafka-lab:mode"] = "kraft";
  expect(loadConfig((key) => settings[`kafka-lab:${key}`]).kafkaImage).toBe("apache/kafka:4.1.0");
});

describe("with ZooKeeper", () => {
  test.each([
    "apache/kafka:3.9.1",
    "docker.io/apache/kafka:4.1.0",
    "confluentinc/cp-kafka:latest",
    "confluentinc/cp-kafka:latest-ubi9",
    "confluentinc/cp-kafka:8.1.1",
    "confluentinc/cp-server:8.0.0-1-ubi9",
    "confluentinc/confluent-local:7.9.0",
    "kafka-lab/kafka:4.1.1",
    "mirror.example.com:5000/confluentinc/cp-kafka:8.1.1",
    "mirror.example.com/hub/confluentinc/cp-kafka:10.0.0",
    `confluentinc/cp-kafka:8.1.1@sha256:${"a".repeat(64)}`,
  ])(
    "when the brokers' image is %s, then it is refused, and the message names another image and the other mode",
    (image) => {
      expect(imageConflicts({ ...right, kafkaImage: image }, howToSet)).toEqual([
        expect.stringMatching(
          /^kafka-lab:kafkaImage: .+ does not run with ZooKeeper.+mode kraft.+set kafkaImage confluentinc\/cp-kafka:7/,
        ),
      ]);
      expect(imageConflicts({ ...right, kafkaImage: image, mode: "kraft" }, howToSet)).toEqual([]);
    },
  );

  test.each([
    "confluentinc/cp-kafka:7.9.10",
    "confluentinc/cp-kafka:7.9.10-1-ubi8",
    "mirror.example.com:8443/confluentinc/cp-kafka:7.9.10",
    `confluentinc/cp-kafka@sha256:${"8".repeat(64)}`,
    "kafka-lab/kafka:3.9.1",
    "someone/apache-kafka:4.0",
    "example.com/my-confluentinc/cp-kafka:8.0",
  ])("when the brokers' image is %s, then it is accepted", (image) => {
    expect(imageConflicts({ ...right, kafkaImage: image }, howToSet)).toEqual([]);
  });

  test.each([
    "bitnami/zookeeper:3.9",
    "zookeeper:3.8.4",
    "docker.io/library/zookeeper:3.9",
    "mirror:5000/zookeeper:3.9",
  ])("when ZooKeeper's image is %s, then it is refused, because it reads other variables", (image) => {
    expect(imageConflicts({ ...right, zookeeperImage: image }, howToSet)).toEqual([
      expect.stringMatching(/^kafka-lab:zookeeperImage: .+ reads ZOO_\*.+cp-zookeeper/),
    ]);
    expect(imageConflicts({ ...right, zookeeperImage: image, mode: "kraft" }, howToSet)).toEqual([]);
  });
});

test.each(["zookeeper", "kraft"] as const)(
  "when the mode is %s, then images that read other variables are refused",
  (mode) => {
    for (const image of [
      "bitnami/kafka:3.9.0",
      "bitnamilegacy/kafka:3.9.0",
      "mirror:5000/bitnami/kafka:4.0",
    ]) {
      expect(imageConflicts({ ...right, kafkaImage: image, mode }, howToSet)).toEqual([
        expect.stringMatching(/^kafka-lab:kafkaImage: .+ reads KAFKA_CFG_\*/),
      ]);
    }
    const native = imageConflicts({ ...right, kafkaImage: "apache/kafka-native:4.1.0", mode }, howToSet);
    expect(native.join()).toContain("has no Java");
  },
);
