import { loadConfig, serviceBPorts } from "./config.ts";
import { Kafka } from "./kafka.ts";
import { createCertificates, createNetwork } from "./lab.ts";
import { pullImage } from "./pull-image.ts";
import { Service } from "./service.ts";
import { ZooKeeper } from "./zookeeper.ts";

// The settings: a wrong one stops here, before anything is created.
const config = loadConfig();

// The network that connects everything, and the volume of the certificate with which the services speak https.
const lab = { config, network: createNetwork(config), certificates: createCertificates(config) };

// ZooKeeper and Kafka start together; a broker retries until ZooKeeper answers. KRaft mode has no ZooKeeper.
const zookeeper = config.mode === "zookeeper" ? new ZooKeeper(lab) : undefined;
const kafka = new Kafka(lab, zookeeper);

// The services: HTTP in and Kafka out, Kafka in and HTTP out.
const node = pullImage(config, "node-image", config.nodeImage);
const serviceA = new Service(lab, "service-a", {
  node,
  bootstrapServers: kafka.bootstrapInternal,
  containerPort: 5101,
  ports: [config.serviceAPort],
});
const serviceB = new Service(lab, "service-b", {
  node,
  bootstrapServers: kafka.bootstrapInternal,
  containerPort: 5102,
  ports: serviceBPorts(config),
  environment: { GROUP_ID: "message-group" },
});

// What a user needs to know.
export const serviceAUrl = serviceA.urls[0];
export const serviceBUrls = serviceB.urls;
export const bootstrapExternal = kafka.bootstrapExternal;
export const bootstrapInternal = kafka.bootstrapInternal;
export const topic = config.topic;
