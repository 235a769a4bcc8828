import { dirname, join, relative } from "node:path";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import {
  certificatesFolder,
  defaultHttpsPortOffset,
  memberName,
  serviceHostIp,
  serviceImage,
} from "../common/lab-layout.ts";
import { imageReference } from "../images/image-reference.ts";
import { replicationOf } from "./brokers.ts";
import { httpsPortOf } from "./config.ts";
import { answerLimitSeconds, type ContainerSpec, createContainer } from "./container.ts";
import { type Lab, nameOf } from "./lab.ts";
import { writeBuildContext } from "./service-context.ts";
import { isSwarm, nodesOf } from "./swarm/nodes.ts";

/** A service's parameters, apart from the address of Kafka. */
export interface ServiceArgs {
  /** The base image; `docker.Image` takes its name, because not every builder can start from an id. */
  readonly node: docker.RemoteImage;
  readonly bootstrapServers: string;
  readonly containerPort: number;
  /** One instance for each published port. */
  readonly ports: readonly number[];
  readonly environment?: Readonly<Record<string, string>>;
}

const memoryMb = 256;

const repository = dirname(import.meta.dirname);

/** A service: bundled from its source, built into an image, run once for each port (in a swarm, as often as it says). */
export class Service extends pulumi.ComponentResource {
  readonly urls: string[];

  constructor(lab: Lab, name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kafka-lab:infra:Service", name, {}, opts);
    const hosts = isSwarm(lab.config) ? nodesOf(lab.config) : ["localhost"];
    this.urls = args.ports.flatMap((port) => hosts.map((host) => `http://${host}:${port}/api/messages`));

    const image = buildImage(lab, name, args.node, this);
    for (const [index, port] of args.ports.entries()) {
      const instance = memberName(name, index + 1);
      createContainer(lab, instanceSpec(lab, instance, port, image, args), this);
    }
    this.registerOutputs({ urls: this.urls });
  }
}

function instanceSpec(
  lab: Lab,
  instance: string,
  port: number,
  image: docker.Image,
  args: ServiceArgs,
): ContainerSpec {
  const https = httpsOf(lab, port, args);
  return {
    name: instance,
    alias: instance,
    // With `skipPush` the id of the image just built, else the digest that was pushed: another source, another container.
    image: image.repoDigest,
    environment: { ...serviceEnvironment(lab, instance, args), ...https.environment, ...args.environment },
    memoryMb,
    probe: readinessProbe(args.containerPort),
    // The first probe comes after one interval, and asks until the service is ready, which takes 250 ms.
    probeInterval: "100ms",
    stopSeconds: 30,
    readOnly: true,
    ports: [{ internal: args.containerPort, external: port, ip: serviceHostIp }, ...https.ports],
    ...(https.volumes && { volumes: https.volumes }),
  };
}

/** What an instance needs to serve https as well: its certificate's folder, and a port of its own. */
function httpsOf({ config, certificates }: Lab, port: number, { containerPort }: ServiceArgs) {
  const external = httpsPortOf(port, config);
  if (!certificates || external === undefined) return { ports: [] };
  const internal = containerPort + defaultHttpsPortOffset;
  return {
    environment: { CERTIFICATES: certificatesFolder, HTTPS_PORT: String(internal) },
    ports: [{ internal, external, ip: serviceHostIp }],
    volumes: [{ containerPath: certificatesFolder, volumeName: certificates.name }],
  };
}

function buildImage(lab: Lab, name: string, node: docker.RemoteImage, parent: pulumi.Resource): docker.Image {
  const stack = pulumi.getStack();
  const folder = join(".lab", "context", stack, nameOf(lab.config, name));
  const record = join(".lab", "cache", `context-${stack}-${nameOf(lab.config, name)}.json`);
  writeBuildContext(name, { root: repository, folder, record });
  // The nodes of a swarm pull it; on one machine the engine that builds it is the one that runs it.
  const pushedTo = isSwarm(lab.config) ? lab.config.registry : "";
  // Relative to where the program runs: an absolute path would rebuild the image when the repository moves.
  const context = relative(import.meta.dirname, join(repository, folder));
  return new docker.Image(
    `${name}-image`,
    {
      imageName: imageReference(pushedTo, serviceImage(lab.config.name, name, stack)),
      build: { context, dockerfile: join(context, "Dockerfile"), args: { BASE: node.name } },
      skipPush: pushedTo === "",
    },
    { parent },
  );
}

function serviceEnvironment(lab: Lab, instance: string, args: ServiceArgs): Record<string, string> {
  // The service knows its names inside the network; these are the container's own, and those of the nodes it may run on.
  const names = [...(lab.config.name === "" ? [] : [nameOf(lab.config, instance)]), ...nodesOf(lab.config)];
  return {
    ...(names.length > 0 && { ALLOWED_HOSTS: names.join(",") }),
    CLIENT_ID: instance,
    HOST: "0.0.0.0",
    KAFKA_BOOTSTRAP_SERVERS: args.bootstrapServers,
    PORT: String(args.containerPort),
    TOPIC: lab.config.topic,
    TOPIC_PARTITIONS: String(lab.config.topicPartitions),
    ...(lab.config.brokers > 1 && { TOPIC_REPLICATION_FACTOR: String(replicationOf(lab.config).factor) }),
  };
}

/** Readiness over plain bash: the image has no curl and needs none. */
function readinessProbe(port: number): string {
  return `exec 3<>/dev/tcp/127.0.0.1/${port}; printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3; read -rt ${answerLimitSeconds} status <&3; [[ $status == *' 200 '* ]]`;
}
