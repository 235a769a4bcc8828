import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { Container } from "dockerode";
import { separate } from "../docker/run-in-container.ts";
import type { LabConfig } from "../project/lab-config.ts";

type Lab = Pick<LabConfig, "brokers" | "mode" | "prefix" | "zookeepers">;

/** How long a broker that has just been started may need to say that it refuses. */
const patienceMs = 20_000;
/** As Kafka 3 says it, and as it did before. */
const refusals = [
  /Invalid cluster\.id in: \S+ Expected (\S+), but read (\S+)/g,
  /The Cluster ID (\S+) doesn't match stored clusterId Some\((\S+?)\)/g,
];

/**
 * Why the broker and the ZooKeeper that are there do not belong together; undefined where nothing says so. It happens
 * when the volumes of one of them are kept and those of the other are not.
 */
type Mismatch =
  | { broker: string; zookeeperHas: string; brokerHas: string }
  | { broker: string; lostVolume: string };

/** Looks for a mismatch; `waitsForStart` gives a broker that is just starting the time to say it. */
export async function findMismatch(
  docker: import("dockerode"),
  lab: Lab,
  { waitsForStart = false }: { waitsForStart?: boolean } = {},
): Promise<Mismatch | undefined> {
  if (lab.mode === "kraft") return undefined;
  const lost = await findLostVolume(docker, lab);
  if (lost) return lost;
  for (const broker of lab.brokers) {
    const seen = await refusalOf(docker, broker, waitsForStart ? patienceMs : 0);
    if (seen) return { broker, ...seen };
  }
  return undefined;
}

/** One sentence on it, for people. */
export function describeMismatch(mismatch: Mismatch) {
  if ("lostVolume" in mismatch) {
    return `the volume of ${mismatch.broker} is there, and ZooKeeper's ${mismatch.lostVolume} is not`;
  }
  const { broker, brokerHas, zookeeperHas } = mismatch;
  return `the data of ${broker} is of cluster ${brokerHas}, ZooKeeper's is of ${zookeeperHas} (Invalid cluster.id)`;
}

async function findLostVolume(
  docker: import("dockerode"),
  { brokers, zookeepers, prefix }: Lab,
): Promise<Mismatch | undefined> {
  const { Volumes } = await docker.listVolumes();
  const isThere = (name: string) => (Volumes ?? []).some(({ Name }) => Name === name);
  // With three ZooKeepers the other two have it all.
  if (zookeepers.length !== 1 || !isThere(`${prefix}kafka-data`)) return undefined;
  const lostVolume = `${prefix}zookeeper-data`;
  return isThere(lostVolume) ? undefined : { broker: brokers[0] ?? "kafka", lostVolume };
}

/** The log of the run that the broker is in, or of its last one; what it said before it was fixed no longer counts. */
async function refusalOf(docker: import("dockerode"), broker: string, budgetMs: number) {
  const container = docker.getContainer(broker);
  for (const deadlineMs = performance.now() + budgetMs; ; await pause(500)) {
    const seen = await container.inspect().catch(() => undefined);
    const state = seen?.State;
    if (!seen || !state || state.Paused || state.Health?.Status === "healthy") return undefined;
    const log = await logOf(docker, container);
    const refusal = readRefusal(log.slice(log.lastIndexOf(" starting (kafka.server.KafkaServer)") + 1));
    if (refusal) return refusal;
    // It refused in its last life, and this one has not come so far.
    if (!state.Running || !readRefusal(log) || performance.now() > deadlineMs) return undefined;
  }
}

export function readRefusal(log: string): { zookeeperHas: string; brokerHas: string } | undefined {
  for (const pattern of refusals) {
    const [, zookeeperHas, brokerHas] = [...log.matchAll(pattern)].at(-1) ?? [];
    if (zookeeperHas && brokerHas) return { zookeeperHas, brokerHas };
  }
  return undefined;
}

async function logOf(docker: import("dockerode"), container: Container) {
  const log = await container.logs({ stdout: true, stderr: true, tail: 600, follow: false });
  const { stdout, stderr } = separate(docker, Readable.from([log]));
  return (await Promise.all([text(stdout), text(stderr)])).join("");
}
