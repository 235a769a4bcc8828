import * as pulumi from "@pulumi/pulumi";
import { createContainer } from "./container.ts";
import { pullImage } from "./images.ts";
import { createVolume, type Lab } from "./lab.ts";

const clientPort = 2181;

/** What the Java process needs beside its heap, and one `zookeeper-shell` next to it. */
const headroomMb = 320;

/** Where the brokers register; reached on the lab's network alone, its port is never published. */
export class ZooKeeper extends pulumi.ComponentResource {
  readonly connect = `zookeeper:${clientPort}`;

  constructor(lab: Lab, opts?: pulumi.ComponentResourceOptions) {
    super("kafka-lab:infra:ZooKeeper", "zookeeper", {}, opts);
    const { zookeeperImage, zookeeperHeapMb, readOnlyRootfs } = lab.config;

    const container = createContainer(
      lab,
      {
        name: "zookeeper",
        alias: "zookeeper",
        image: pullImage(lab.config, "zookeeper-image", zookeeperImage, this).imageId,
        environment: environment(zookeeperHeapMb),
        memoryMb: zookeeperHeapMb + headroomMb,
        probe: `exec 3<>/dev/tcp/127.0.0.1/${clientPort}; echo srvr >&3; grep -q Mode <&3`,
        probeInterval: "2s",
        readOnly: readOnlyRootfs,
        volumes: ["data", "log"].map((part) => ({
          containerPath: `/var/lib/zookeeper/${part}`,
          volumeName: createVolume(lab.config, `zookeeper-${part}`, this).name,
        })),
      },
      this,
    );
    this.registerOutputs({ connect: this.connect, containerName: container.name });
  }
}

function environment(heapMb: number): Record<string, string> {
  return {
    KAFKA_HEAP_OPTS: `-Xms${heapMb}m -Xmx${heapMb}m`,
    // A web server that nothing here uses.
    ZOOKEEPER_ADMIN_ENABLE_SERVER: "false",
    ZOOKEEPER_CLIENT_PORT: String(clientPort),
    // At INFO it logs every health check.
    ZOOKEEPER_LOG4J_LOGGERS: "org.apache.zookeeper.server.NIOServerCnxn=WARN",
    ZOOKEEPER_TICK_TIME: "2000",
  };
}
