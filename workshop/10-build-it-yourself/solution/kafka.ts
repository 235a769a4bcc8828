import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { portIsOpen, shared } from "./container.ts";
import { labels } from "./network.ts";
import { zookeeper } from "./zookeeper.ts";

const image = new docker.RemoteImage("kafka-image", {
  name: new pulumi.Config().require("kafkaImage"),
  keepLocally: true,
});

const data = new docker.Volume("kafka-data", { name: "kafka-data", labels });

const kafka = new docker.Container("kafka", {
  ...shared,
  name: "kafka",
  image: image.imageId,
  envs: [
    "KAFKA_ADVERTISED_LISTENERS=INTERNAL://kafka:29092,EXTERNAL://127.0.0.1:9092",
    "KAFKA_BROKER_ID=1",
    "KAFKA_HEAP_OPTS=-Xms384m -Xmx384m",
    "KAFKA_INTER_BROKER_LISTENER_NAME=INTERNAL",
    "KAFKA_LISTENERS=INTERNAL://0.0.0.0:29092,EXTERNAL://0.0.0.0:9092",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1",
    pulumi.interpolate`KAFKA_ZOOKEEPER_CONNECT=${zookeeper.name}:2181`,
  ],
  ports: [{ internal: 9092, external: 9092, ip: "127.0.0.1" }],
  volumes: [{ volumeName: data.name, containerPath: "/var/lib/kafka/data" }],
  healthcheck: portIsOpen(29092),
});

/** Where clients in Docker find the broker, once it is healthy. */
export const bootstrapServers = pulumi.interpolate`${kafka.name}:29092`;
