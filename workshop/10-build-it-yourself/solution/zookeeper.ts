import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { portIsOpen, shared } from "./container.ts";
import { labels } from "./network.ts";

const image = new docker.RemoteImage("zookeeper-image", {
  name: new pulumi.Config().require("zookeeperImage"),
  keepLocally: true,
});

const data = new docker.Volume("zookeeper-data", { name: "zookeeper-data", labels });
const log = new docker.Volume("zookeeper-log", { name: "zookeeper-log", labels });

export const zookeeper = new docker.Container("zookeeper", {
  ...shared,
  name: "zookeeper",
  image: image.imageId,
  envs: ["KAFKA_HEAP_OPTS=-Xms128m -Xmx128m", "ZOOKEEPER_CLIENT_PORT=2181"],
  volumes: [
    { volumeName: data.name, containerPath: "/var/lib/zookeeper/data" },
    { volumeName: log.name, containerPath: "/var/lib/zookeeper/log" },
  ],
  healthcheck: portIsOpen(2181),
});
