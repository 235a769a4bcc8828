import { loadConfig, serviceBPorts } from "./config.ts";
import { Controllers } from "./controllers.ts";
import { Kafka } from "./kafka.ts";
import { clusterIdOf, createCertificates, createNetwork } from "./lab.ts";
import { pullImage } from "./pull-image.ts";
import { Service } from "./service.ts";
import { needsZooKeeper, ZooKeeper } from "./zookeeper.ts";

// The settings: a wrong one stops here, before anything is created, and so does a step of the migration that is not next.
const config = loadConfig();
const clusterId = clusterIdOf(config);

// The network that connects everything, and the volume of the certificate with which the services speak https.
const lab = { config, clusterId, network: createNetwork(config), certificates: createCertificates(config) };

// ZooKeeper and Kafka start together; a broker retries until ZooKeeper answers. KRaft mode has no ZooKeeper, and on the
// way there the controllers of the new mode run beside it.
const zookeeper = needsZooKeeper(config) ? new ZooKeeper(lab) : undefined;
if (config.migration !== "none") new Controllers(lab, zookeeper);
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
