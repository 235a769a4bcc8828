import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { internalPort, memberName, membersOf } from "../common/lab-layout.ts";
import { knowsControllers } from "../common/migration.ts";
import { brokerEnvironment, dataDirectory } from "./brokers.ts";
import type { Config } from "./config.ts";
import { type ContainerSpec, createContainer } from "./container.ts";
import { javaEnvironment } from "./java.ts";
import { createVolume, type Lab, type NamedVolume } from "./lab.ts";
import {
  brokerAlias,
  type ClientListener,
  controllerListener,
  listenersOf,
  remoteControllerListener,
} from "./listeners.ts";
import { pullImage, runnable } from "./pull-image.ts";
import { nodesOf } from "./swarm/nodes.ts";
import type { ZooKeeper } from "./zookeeper.ts";

/** What the Java process needs beside its heap, and two command-line tools next to it. */
const headroomMb = 640;

/** The brokers, each with one address for clients in Docker and one for clients on this machine. */
export class Kafka extends pulumi.ComponentResource {
  readonly bootstrapInternal: string;
  readonly bootstrapExternal: string;

  /** Without a ZooKeeper the brokers keep the cluster's metadata themselves: KRaft mode. */
  constructor(lab: Lab, zookeeper: ZooKeeper | undefined, opts?: pulumi.ComponentResourceOptions) {
    super("kafka-lab:infra:Kafka", "kafka", {}, opts);
    const brokers = membersOf(lab.config.brokers).map((id) => ({
      id,
      listeners: listenersOf(id, externalAddress(lab.config, id)),
    }));
    this.bootstrapInternal = brokers.map(({ listeners }) => listeners[0].advertised).join(",");
    this.bootstrapExternal = brokers.map(({ listeners }) => listeners[1].advertised).join(",");

    const image = pullImage(lab.config, "kafka-image", lab.config.kafkaImage, this);
    for (const { id, listeners } of brokers) {
      // Removed before ZooKeeper's: a broker never starts on data of a cluster that its ZooKeeper does not know.
      const data = createVolume(lab.config, memberName("kafka-data", id), this, zookeeper?.data);
      const keeper = { zookeeperConnect: zookeeper?.connect, clusterId: lab.clusterId };
      const environment = brokerEnvironment(lab.config, id, allListeners(lab.config, listeners), keeper);
      createContainer(lab, brokerSpec(lab.config, id, { image, data, environment }), this);
    }
    this.registerOutputs({
      bootstrapInternal: this.bootstrapInternal,
      bootstrapExternal: this.bootstrapExternal,
    });
  }
}

/** On the nodes of a swarm each broker has an address of its own, and the port that it has on one machine. */
function externalAddress(config: Config, broker: number) {
  return { host: nodesOf(config)[broker - 1] ?? config.dockerHostIp, port: config.kafkaPort };
}

/** A broker that knows of controllers must know their listener too; its own is only that of a combined node. */
function allListeners({ migration, mode }: Config, listeners: readonly ClientListener[]) {
  if (mode === "kraft") return [...listeners, controllerListener];
  return knowsControllers(migration) ? [...listeners, remoteControllerListener] : listeners;
}

/** Those of the official images, of Apache's, and of the local one, which is ZooKeeper's too. */
const unusedVolumes = [
  "/etc/kafka/secrets",
  "/mnt/shared/config",
  "/var/lib/zookeeper/data",
  "/var/lib/zookeeper/log",
];

interface BrokerParts {
  readonly image: docker.RemoteImage;
  readonly data: NamedVolume;
  readonly environment: Record<string, string>;
}

function brokerSpec(config: Config, id: number, { image, data, environment }: BrokerParts): ContainerSpec {
  const { kafkaHeapMb, kafkaPort, dockerHostIp, readOnlyRootfs } = config;
  const port = kafkaPort + id - 1;
  return {
    name: memberName("kafka", id),
    alias: brokerAlias(id),
    member: id,
    image: runnable(config, image),
    environment: { ...environment, ...javaEnvironment(kafkaHeapMb) },
    memoryMb: kafkaHeapMb + headroomMb,
    // The port opens when the broker is ready to serve, and this check needs no second Java process.
    probe: `</dev/tcp/127.0.0.1/${internalPort}`,
    probeInterval: "2s",
    // One of three stops in 3 s. When all stop together, the last ones wait for a controller or a ZooKeeper that is
    // already gone, longer than a user would; and so does a single one whose controllers have gone first.
    stopSeconds: config.brokers === 1 && !knowsControllers(config.migration) ? 30 : 6,
    readOnly: readOnlyRootfs,
    ports: [{ internal: port, external: port, ip: dockerHostIp }],
    volumes: [{ containerPath: dataDirectory, volumeName: data.name }],
    unusedVolumes,
  };
}
