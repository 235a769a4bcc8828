import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { eventually } from "../../support/eventually.ts";
import { machineImages } from "../../support/images-here.ts";
import { freePort } from "../../support/ports.ts";

declare module "vitest" {
  interface ProvidedContext {
    bootstrapServers: string;
  }
}

/** The name of the broker's container, for tests that stop it or run Kafka's own tools in it. */
export const BROKER = "svc-test-kafka";

const ZOOKEEPER = "svc-test-zookeeper";
const NETWORK = "svc-test-network";

/** Runs the docker command. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("docker", args, { maxBuffer: 64_000_000 });
  return stdout.trim();
}

/** One of Kafka's command-line tools, in the broker's container. */
export function kafkaTool(command: string): Promise<string> {
  return docker("exec", BROKER, "bash", "-c", `${command} --bootstrap-server 127.0.0.1:29092`);
}

/**
 * Vitest calls this once: starts a real ZooKeeper and a real Kafka on a free port, and removes them after the tests.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await remove();
  const port = await freePort();
  await docker("network", "create", NETWORK);
  const { zookeeperImage, kafkaImage } = machineImages;
  await start(ZOOKEEPER, zookeeperImage, [], { ZOOKEEPER_CLIENT_PORT: "2181", ZOOKEEPER_TICK_TIME: "2000" });
  await start(BROKER, kafkaImage, ["--publish", `127.0.0.1:${port}:${port}`], brokerEnvironment(port));
  await eventually("the broker answers", () => kafkaTool("kafka-topics --list").then(() => true), 60_000);
  project.provide("bootstrapServers", `127.0.0.1:${port}`);
  return remove;
}

function brokerEnvironment(port: number): Record<string, string> {
  return {
    KAFKA_BROKER_ID: "1",
    KAFKA_ZOOKEEPER_CONNECT: `${ZOOKEEPER}:2181`,
    KAFKA_LISTENERS: `INTERNAL://0.0.0.0:29092,EXTERNAL://0.0.0.0:${port}`,
    KAFKA_ADVERTISED_LISTENERS: `INTERNAL://${BROKER}:29092,EXTERNAL://127.0.0.1:${port}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT",
    KAFKA_INTER_BROKER_LISTENER_NAME: "INTERNAL",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
    KAFKA_HEAP_OPTS: "-Xmx384m",
  };
}

function start(
  name: string,
  image: string,
  options: string[],
  environment: Record<string, string>,
): Promise<string> {
  const variables = Object.entries(environment).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  return docker("run", "--detach", "--name", name, "--network", NETWORK, ...options, ...variables, image);
}

async function remove(): Promise<void> {
  await docker("rm", "--force", "--volumes", BROKER, ZOOKEEPER).catch(() => undefined);
  await docker("network", "rm", NETWORK).catch(() => undefined);
}
