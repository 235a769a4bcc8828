import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "./config.ts";
import { type ContainerSpec, createContainer } from "./container.ts";
import { pullImage } from "./images.ts";
import { createVolume, type Lab } from "./lab.ts";
import {
  brokerAlias,
  externalContainerPort,
  internalPort,
  listenerEnvironment,
  listenersOf,
} from "./listeners.ts";
import type { ZooKeeper } from "./zookeeper.ts";

const brokerId = 1;

/** What the Java process needs beside its heap, and two command-line tools next to it. */
const headroomMb = 640;

/** The broker, with one address for clients in Docker and one for clients on this machine. */
export class Kafka extends pulumi.ComponentResource {
  readonly bootstrapInternal: string;
  readonly bootstrapExternal: string;

  constructor(lab: Lab, zookeeper: ZooKeeper, opts?: pulumi.ComponentResourceOptions) {
    super("kafka-lab:infra:Kafka", "kafka", {}, opts);
    const { dockerHostIp, kafkaPort } = lab.config;
    const listeners = listenersOf(brokerId, { host: dockerHostIp, port: kafkaPort });
    this.bootstrapInternal = listeners[0].advertised;
    this.bootstrapExternal = listeners[1].advertised;

    const image = pullImage(lab.config, "kafka-image", lab.config.kafkaImage, this);
    const data = createVolume(lab.config, "kafka-data", this);
    const environment = {
      ...brokerEnvironment(zookeeper.connect, lab.config.kafkaHeapMb),
      ...listenerEnvironment(listeners),
    };
    createContainer(lab, brokerSpec(lab.config, image, data, environment), this);
    this.registerOutputs({
      bootstrapInternal: this.bootstrapInternal,
      bootstrapExternal: this.bootstrapExternal,
    });
  }
}

function brokerSpec(
  config: Config,
  image: docker.RemoteImage,
  data: docker.Volume,
  environment: Record<string, string>,
): ContainerSpec {
  return {
    name: "kafka",
    alias: brokerAlias(brokerId),
    image: image.imageId,
    environment,
    memoryMb: config.kafkaHeapMb + headroomMb,
    // The port opens when the broker is ready to serve, and asking so costs no second Java process.
    probe: `</dev/tcp/127.0.0.1/${internalPort}`,
    probeInterval: "2s",
    readOnly: config.readOnlyRootfs,
    ports: [{ internal: externalContainerPort, external: config.kafkaPort, ip: config.dockerHostIp }],
    volumes: [{ containerPath: "/var/lib/kafka/data", volumeName: data.name }],
  };
}

function brokerEnvironment(zookeeperConnect: string, heapMb: number): Record<string, string> {
  return {
    KAFKA_BROKER_ID: String(brokerId),
    KAFKA_HEAP_OPTS: `-Xms${heapMb}m -Xmx${heapMb}m`,
    KAFKA_ZOOKEEPER_CONNECT: zookeeperConnect,
    // Both start together: wait for ZooKeeper patiently, ...
    KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: "60000",
    // ... but let a killed broker's registration end soon, for its successor cannot register before.
    KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS: "6000",
    // Topics are made on purpose, and Kafka's own ones must do with one broker.
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
    // Kafka waits 3 s for further members by default: a first read would be that slow.
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
  };
}
