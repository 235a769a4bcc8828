import * as pulumi from "@pulumi/pulumi";
import { controllerId, controllerPort, memberName, membersOf } from "../common/lab-layout.ts";
import {
  connectionSetup,
  controllerVoters,
  dataDirectory,
  replicationOf,
  sessionTimeoutMs,
} from "./brokers.ts";
import type { Config } from "./config.ts";
import { type ContainerSpec, createContainer } from "./container.ts";
import { javaEnvironment } from "./java.ts";
import { createVolume, type Lab } from "./lab.ts";
import { controllerListener, internalName, listenerEnvironment, listenersOf } from "./listeners.ts";
import { pullImage, runnable } from "./pull-image.ts";
import type { ZooKeeper } from "./zookeeper.ts";

/** Metadata is small; 256 MB held it in every step of a migration. */
const heapMb = 256;

/** What the Java process needs beside its heap, and one command-line tool next to it. */
const headroomMb = 384;

/** As of a broker, whose image it is. */
const unusedVolumes = [
  "/etc/kafka/secrets",
  "/mnt/shared/config",
  "/var/lib/zookeeper/data",
  "/var/lib/zookeeper/log",
];

/**
 * Dedicated controllers, to which a cluster migrates from ZooKeeper: combined nodes are not allowed to. They do not
 * depend on the brokers, nor the brokers on them.
 */
export class Controllers extends pulumi.ComponentResource {
  /** With a ZooKeeper they take the metadata over from it; without one the migration is complete. */
  constructor(lab: Lab, zookeeper: ZooKeeper | undefined, opts?: pulumi.ComponentResourceOptions) {
    super("kafka-lab:infra:Controllers", "controllers", {}, opts);
    const { config } = lab;
    const image = pullImage(config, "controller-image", config.kafkaImage, this);
    for (const member of membersOf(config.controllers)) {
      const data = createVolume(config, memberName("controller-data", member), this);
      const spec = {
        ...controllerSpec(config, member),
        image: runnable(config, image),
        environment: controllerEnvironment(lab, member, zookeeper?.connect),
        volumes: [{ containerPath: dataDirectory, volumeName: data.name }],
      };
      createContainer(lab, spec, this);
    }
    this.registerOutputs({});
  }
}

function controllerSpec(config: Config, member: number): Omit<ContainerSpec, "environment" | "image"> {
  const name = memberName("controller", member);
  return {
    name,
    alias: name,
    member,
    memoryMb: heapMb + headroomMb,
    // The port opens when the controller has joined the quorum.
    probe: `</dev/tcp/127.0.0.1/${controllerPort}`,
    probeInterval: "2s",
    stopSeconds: 10,
    readOnly: config.readOnlyRootfs,
    unusedVolumes,
  };
}

/**
 * With Kafka's own timeouts between the controllers: shorter ones raised the epoch above ZooKeeper's on a busy machine,
 * and the way back then left partitions without a leader (https://issues.apache.org/jira/browse/KAFKA-20488).
 */
function controllerEnvironment({ config, clusterId }: Lab, member: number, zookeeperConnect?: string) {
  const { factor, minInSync } = replicationOf(config);
  return {
    ...javaEnvironment(heapMb),
    ...controllerListeners(config),
    // A controller that is started without these ends the migration, and the way back.
    ...(zookeeperConnect && {
      KAFKA_INTER_BROKER_LISTENER_NAME: internalName,
      KAFKA_ZOOKEEPER_CONNECT: zookeeperConnect,
      KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE: "true",
    }),
    CLUSTER_ID: clusterId,
    KAFKA_BROKER_SESSION_TIMEOUT_MS: sessionTimeoutMs,
    KAFKA_CONTROLLER_QUORUM_VOTERS: controllerVoters(config),
    KAFKA_LOG_DIRS: dataDirectory,
    KAFKA_METADATA_MAX_IDLE_INTERVAL_MS: "200",
    KAFKA_NODE_ID: String(controllerId(member)),
    KAFKA_PROCESS_ROLES: "controller",
    ...connectionSetup,
    // A topic that is made without a factor gets the controller's default, and not the broker's.
    ...(config.brokers > 1 && {
      KAFKA_DEFAULT_REPLICATION_FACTOR: String(factor),
      KAFKA_MIN_INSYNC_REPLICAS: String(minInSync),
    }),
  };
}

/** Its own listener, and by name those of the brokers, whose registrations it keeps. */
function controllerListeners({ dockerHostIp, kafkaPort }: Config) {
  const ofBrokers = listenersOf(1, { host: dockerHostIp, port: kafkaPort });
  const known = ofBrokers.map(({ name }) => ({ name, bind: undefined, advertised: undefined }));
  const { KAFKA_INTER_BROKER_LISTENER_NAME: _, ...own } = listenerEnvironment([...known, controllerListener]);
  return own;
}
