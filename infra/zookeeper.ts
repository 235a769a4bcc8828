import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { memberName, membersOf } from "../common/lab-layout.ts";
import { keepsZooKeeper } from "../common/migration.ts";
import type { Config } from "./config.ts";
import { answerLimitSeconds, type ContainerSpec, createContainer, type Mounted } from "./container.ts";
import { javaEnvironment } from "./java.ts";
import { createVolume, type Lab } from "./lab.ts";
import { pullImage, runnable } from "./pull-image.ts";

const clientPort = 2181;

/** Memory that the Java process needs besides its heap, and one `zookeeper-shell` next to it. */
const headroomMb = 320;

/** Those of the official image, and of the local one, which is Kafka's too. */
const unusedVolumes = ["/etc/zookeeper/secrets", "/var/lib/kafka/data"];

/** Whether the lab has one: in ZooKeeper mode, until the way out of it has come to its end. */
export const needsZooKeeper = ({ mode, migration }: Config) =>
  mode === "zookeeper" && keepsZooKeeper(migration);

/** Where the brokers register: one ZooKeeper, or three that agree; reached on the lab's network alone, never published. */
export class ZooKeeper extends pulumi.ComponentResource {
  readonly connect: string;
  /** The volumes that a broker's data must not outlive. */
  readonly data: docker.Volume[];

  constructor(lab: Lab, opts?: pulumi.ComponentResourceOptions) {
    super("kafka-lab:infra:ZooKeeper", "zookeeper", {}, opts);
    const { config } = lab;
    const servers = membersOf(config.zookeepers);
    this.connect = servers.map((id) => `${memberName("zookeeper", id)}:${clientPort}`).join(",");

    const image = pullImage(config, "zookeeper-image", config.zookeeperImage, this);
    this.data = [];
    for (const id of servers) {
      const volumes = ["data", "log"].map((part) => {
        const volume = createVolume(config, memberName(`zookeeper-${part}`, id), this);
        if (volume.resource) this.data.push(volume.resource);
        return { containerPath: `/var/lib/zookeeper/${part}`, volumeName: volume.name };
      });
      createContainer(lab, serverSpec(config, id, image, volumes), this);
    }
    this.registerOutputs({ connect: this.connect });
  }
}

function serverSpec(
  config: Config,
  id: number,
  image: docker.RemoteImage,
  volumes: readonly Mounted[],
): ContainerSpec {
  const name = memberName("zookeeper", id);
  return {
    name,
    alias: name,
    member: id,
    image: runnable(config, image),
    environment: { ...environment(config), ...quorum(config, id) },
    memoryMb: config.zookeeperHeapMb + headroomMb,
    probe: `exec 3<>/dev/tcp/127.0.0.1/${clientPort}; echo srvr >&3; ${expectedAnswer(config)}`,
    probeInterval: "2s",
    stopSeconds: 30,
    readOnly: config.readOnlyRootfs,
    volumes,
    unusedVolumes,
  };
}

/**
 * A node of three answers for itself only: a quorum depends on the others, and nodes that wait for each other may wait
 * for ever. The brokers check the quorum: none of them gets ready without one.
 */
function expectedAnswer({ zookeepers }: Config): string {
  const read = `read -rt ${answerLimitSeconds} -u 3 line`;
  return zookeepers === 1 ? `until [[ $line == Mode:* ]]; do ${read} || exit; done` : `${read}; [[ $line ]]`;
}

function environment({ zookeeperHeapMb, zookeepers }: Config): Record<string, string> {
  return {
    ...javaEnvironment(zookeeperHeapMb),
    // A web server that nothing here uses.
    ZOOKEEPER_ADMIN_ENABLE_SERVER: "false",
    ZOOKEEPER_CLIENT_PORT: String(clientPort),
    // At INFO it logs every health check.
    ZOOKEEPER_LOG4J_LOGGERS: "org.apache.zookeeper.server.NIOServerCnxn=WARN",
    // A session ends at a whole tick: with shorter ticks a cluster notices a dead broker up to 1.5 s earlier.
    ZOOKEEPER_TICK_TIME: zookeepers === 1 ? "2000" : "500",
  };
}

/** Port 2888 is for followers, 3888 for the election; a server alone needs neither. */
function quorum({ zookeepers }: Config, id: number): Record<string, string> {
  if (zookeepers === 1) return {};
  const servers = membersOf(zookeepers).map((server) => `${memberName("zookeeper", server)}:2888:3888`);
  return {
    // In ticks: how long a follower may take to join, and to lag.
    ZOOKEEPER_INIT_LIMIT: "20",
    ZOOKEEPER_SYNC_LIMIT: "8",
    ZOOKEEPER_SERVER_ID: String(id),
    ZOOKEEPER_SERVERS: servers.join(";"),
  };
}
