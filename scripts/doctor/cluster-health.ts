import { askBroker } from "../../lib/kafka/broker-connection.ts";
import { quorumRequest, readQuorum } from "../../lib/kafka/metadata-quorum.ts";
import type { Partition } from "../../lib/kafka/partitions.ts";
import {
  belowFactor,
  nameOf,
  notPreferred,
  offline,
  readCluster,
  underReplicated,
} from "../../lib/kafka/partitions.ts";
import { kafkaAddresses, type LabConfig } from "../../lib/project/lab-config.ts";
import { adviseContainers } from "../../lib/reach/container-state.ts";
import type { Finding, Subject } from "./finding.ts";
import { checkZooKeepers } from "./zookeepers.ts";

const timeoutMs = 5_000;

/** Checks what only a cluster has: missing brokers, a quorum, lagging replicas, leaders that are not preferred. */
export async function checkCluster(subject: Subject): Promise<Finding[]> {
  const { config, docker } = subject;
  if (!docker || (config.brokers.length === 1 && config.mode === "zookeeper")) return [];
  if (!(await isUp(config, docker))) return [];
  return (await Promise.all([checkKeeper(subject), checkBrokers(config)])).flat();
}

/** Whether there is a broker's container, or its service: both have the same labels. */
async function isUp({ brokers, labelName, nodes }: LabConfig, docker: import("dockerode")) {
  const filters = { label: [`kafka-lab.name=${labelName}`] };
  if (nodes.length > 0) return (await docker.listServices({ filters: JSON.stringify(filters) })).length > 0;
  const running = await docker.listContainers({ filters });
  return running.some(({ Names }) => brokers.some((broker) => Names.includes(`/${broker}`)));
}

/** After a migration the rows on it say how the controllers are. */
function checkKeeper(subject: Subject): Promise<Finding[]> | Finding[] {
  if (subject.config.mode === "kraft") return checkMetadataQuorum(subject.config);
  return subject.config.zookeepers.length > 0 ? checkZooKeepers(subject) : [];
}

async function checkBrokers(config: LabConfig): Promise<Finding[]> {
  const view = await readCluster(config).catch((error: Error) => error);
  const all = config.brokers.map((_, index) => index + 1);
  const expected = `${all.join(", ")} registered`;
  if (view instanceof Error) {
    const todo = `${await adviseContainers(config.brokers)}; the rows of the listeners say which are reached`;
    return [{ check: "brokers", expected, seen: `no answer (${view.message})`, todo }];
  }
  const away = config.brokers.filter((_, index) => !view.brokers.includes(index + 1));
  const isNamed = config.mode === "zookeeper" && config.migration === "none";
  const controller = isNamed ? `; controller ${view.controller ?? "none"}` : "";
  const seen = view.brokers.join(", ") + controller;
  const start = away.length > 0 ? await adviseContainers(away) : undefined;
  return [
    { check: "brokers", expected, seen, ...(start && { todo: start }) },
    ...ratePartitions(view.partitions, config, start),
  ];
}

/** Rates the partitions; `start` is the command that brings the missing brokers back. */
export function ratePartitions(
  partitions: Partition[],
  { brokers }: Pick<LabConfig, "brokers">,
  start?: string,
): Finding[] {
  const lagging = `wait a minute; if it stays: docker logs --tail 20 ${brokers[0]}`;
  return [
    rate("offline partitions", offline(partitions), start ?? lagging),
    rate("under-replicated partitions", underReplicated(partitions), start ?? lagging),
    rate("partitions not kept by all", belowFactor(partitions, brokers.length), "./lab rebalance"),
    rate(
      "leaders out of balance",
      notPreferred(partitions),
      start ? `${start}, then ./lab rebalance` : "./lab rebalance; Kafka does it too, every 5 minutes",
    ),
  ];
}

function rate(check: string, wrong: Partition[], todo: string): Finding {
  const finding = { check, expected: "none" };
  if (wrong.length === 0) return { ...finding, seen: "none" };
  const some = wrong.slice(0, 3).map(nameOf).join(", ");
  const more = wrong.length > 3 ? `, ${wrong.length - 3} more` : "";
  return { ...finding, seen: `${wrong.length}: ${some}${more}`, todo };
}

/** In KRaft mode the controllers elect a leader, and a majority must have each change of the metadata. */
async function checkMetadataQuorum(config: LabConfig): Promise<Finding[]> {
  const { brokers } = config;
  const finding = { check: "metadata quorum", expected: "an active controller, no voter behind" };
  const answers = await Promise.allSettled(
    kafkaAddresses(config).map(async (address) =>
      readQuorum(await askBroker(address, quorumRequest(), timeoutMs)),
    ),
  );
  const answer = answers.find(({ status }) => status === "fulfilled");
  if (answer?.status !== "fulfilled") {
    const todo = `most of the controllers must run, and be reached from here: ${await adviseContainers(brokers)}`;
    return [{ ...finding, seen: "no answer: no majority elects a controller", todo }];
  }
  const { leaderId, epoch, voters } = answer.value;
  const seen = `controller ${leaderId} in epoch ${epoch}; ${voters.map(({ id, lag }) => `${id}: ${lag} behind`).join(", ")}`;
  const behind = voters.filter(({ lag }) => lag > farBehind).map(({ id }) => brokers[id - 1] ?? "");
  return [{ ...finding, seen, ...(behind.length > 0 && { todo: await adviseContainers(behind) }) }];
}

/** Records of metadata; a healthy voter is two or three heartbeats behind at the moment of asking. */
const farBehind = 20;
