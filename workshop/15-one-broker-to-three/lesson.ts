import { planAssignment } from "../../lib/kafka/assignment.ts";
import { electPreferredLeaders, reassign } from "../../lib/kafka/move-partitions.ts";
import { type Partition, readCluster } from "../../lib/kafka/partitions.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { createTopics } from "../authoring/create-topics.ts";
import { startEmpty } from "../authoring/empty-topic.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { nothingLost } from "../traffic/nothing-lost.ts";
import { openTraffic } from "../traffic/record.ts";
import { startUsers } from "../traffic/users.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const history = "history";
const made = [history, "future"];
const brokers = 3;
const instances = 2;
const enough = 50;

/** A lab of one broker and one service-b that is up, with an empty topic, whatever the learner's own settings are. */
export async function setup(lab: WorkshopLab) {
  openTraffic(lab).clear();
  lab.restoreProgram();
  const { brokers: settled, serviceBPorts } = readLabConfig(lab.stack);
  if (settled.length !== 1) lab.config.set("brokers", 1);
  if (serviceBPorts.length !== 1) lab.config.set("serviceBInstances", 1);
  await lab.ensureUp();
  const ends = await lab.kafka.topicOffsets(topic);
  const isUsed =
    ends.some(({ high }) => high > 0) || (await topicsOf(lab)).some((name) => made.includes(name));
  if (isUsed) await startEmpty(lab);
}

export const checks: Check[] = [
  {
    id: "three-brokers",
    row: { en: "three brokers are registered", fr: "trois brokers sont enregistrés" },
    command: "./lab doctor",
    async observe(lab) {
      const { brokers: seen } = await readCluster(readLabConfig(lab.stack));
      return { passed: seen.length === brokers, expected: "1, 2, 3", observed: seen.join(", ") };
    },
  },
  {
    id: "under-load",
    row: {
      en: "messages were acknowledged before kafka-2 was there, and after",
      fr: "des messages ont été acquittés avant l'arrivée de kafka-2, et après",
    },
    command: "docker inspect --format '{{.Created}}' kafka-2",
    async observe(lab) {
      const bornMs = Date.parse((await lab.inspect("kafka-2"))?.Created ?? "");
      const { acknowledged } = openTraffic(lab).read();
      const before = acknowledged.filter(({ atMs }) => atMs < bornMs).length;
      const after = acknowledged.filter(({ atMs }) => atMs > bornMs).length;
      return {
        passed: before > 0 && after > 0,
        expected: { en: "some before, some after", fr: "avant et après" },
        observed: Number.isNaN(bornMs)
          ? { en: "there is no kafka-2", fr: "il n'y a pas de kafka-2" }
          : { en: `${before} before, ${after} after`, fr: `${before} avant, ${after} après` },
      };
    },
  },
  {
    id: "on-all-brokers",
    row: {
      en: "every partition of message-topic is kept by all three, each led by another",
      fr: "chaque partition de message-topic est gardée par les trois, chacune avec un autre leader",
    },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic message-topic",
    async observe(lab) {
      const partitions = await partitionsOf(lab, topic);
      const leaders = new Set(partitions.map(({ leader }) => leader));
      const isKept = partitions.every(
        ({ replicas, isr }) => replicas.length === brokers && isr.length === brokers,
      );
      return {
        passed: isKept && leaders.size === brokers && !leaders.has(-1),
        expected: {
          en: "three replicas in sync, three leaders",
          fr: "trois répliques synchronisées, trois leaders",
        },
        observed: {
          en: `${copies(partitions)} in sync, led by ${[...leaders].join(", ")}`,
          fr: `${copies(partitions)} synchronisées, leaders ${[...leaders].join(", ")}`,
        },
      };
    },
  },
  {
    id: "two-members",
    row: {
      en: "two instances share message-group, and users have read from both",
      fr: "deux instances se partagent message-group, et des lecteurs ont lu chez les deux",
    },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group --members",
    async observe(lab) {
      const { members } = await lab.kafka.describeGroup("message-group");
      const names = members.map(({ clientId }) => clientId).toSorted();
      const readAt = new Set(
        openTraffic(lab)
          .read()
          .reads.map(({ port }) => port),
      );
      const known = readLabConfig(lab.stack).serviceBPorts.filter((port) => readAt.has(port));
      return {
        passed: names.length >= instances && known.length >= instances,
        expected: { en: "two members, two that were read from", fr: "deux membres, deux où l'on a lu" },
        observed: {
          en: `${names.join(", ") || "none"}; read at ${known.join(", ") || "none"}`,
          fr: `${names.join(", ") || "aucun"}\u00a0; lu sur ${known.join(", ") || "aucun"}`,
        },
      };
    },
  },
  nothingLost(topic, enough),
  {
    id: "your-turn",
    row: {
      en: "your turn: history is kept by exactly two brokers, and not led by broker 1",
      fr: "à vous de jouer\u00a0: history est gardé par deux brokers exactement, et n'est pas dirigé par le broker 1",
    },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic history",
    async observe(lab) {
      const [partition, ...others] = await partitionsOf(lab, history);
      const leads = partition?.leader ?? -1;
      return {
        passed:
          others.length === 0 && partition?.replicas.length === 2 && partition.isr.length === 2 && leads > 1,
        expected: { en: "two replicas, leader 2 or 3", fr: "deux répliques, leader 2 ou 3" },
        observed: partition
          ? {
              en: `replicas ${partition.replicas.join(", ")}, leader ${leads}`,
              fr: `répliques ${partition.replicas.join(", ")}, leader ${leads}`,
            }
          : { en: "no such topic", fr: "pas de tel topic" },
      };
    },
  },
];

/** Grows the lab while users work, as the text does. */
export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await createHistory(lab);
  const users = startUsers(lab);
  try {
    await some(lab, users, enough / 2);
    await lab.up({ config: { brokers, serviceBInstances: instances } });
    await lab.ensureUp();
    await move(lab, (partitions, seen) => planAssignment(partitions, seen));
    await move(lab, () => [{ topic: history, partition: 0, replicas: [2, 3] }]);
    await some(lab, users, enough / 2);
    const { serviceBPorts } = readLabConfig(lab.stack);
    await lab.poll(
      () =>
        serviceBPorts.every((port) =>
          openTraffic(lab)
            .read()
            .reads.some((read) => read.port === port),
        ),
      { what: { en: "users have read from each instance", fr: "des lecteurs ont lu à chaque instance" } },
    );
  } finally {
    await users.stop();
  }
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

async function createHistory(lab: WorkshopLab) {
  await createTopics(lab, [{ topic: history, numPartitions: 1, replicationFactor: 1 }]);
}

async function some(lab: WorkshopLab, users: ReturnType<typeof startUsers>, more: number) {
  const wanted = users.seen().acknowledged + more;
  await lab.poll(() => users.seen().acknowledged >= wanted, {
    budgetMs: 120_000,
    what: { en: "the users' messages are acknowledged", fr: "les messages du trafic sont acquittés" },
  });
}

async function move(
  lab: WorkshopLab,
  plan: (partitions: Partition[], brokers: number[]) => Pick<Partition, "topic" | "partition" | "replicas">[],
) {
  const config = readLabConfig(lab.stack);
  const seen = await lab.poll(
    async () => {
      const cluster = await readCluster(config);
      return cluster.brokers.length === brokers && cluster;
    },
    { what: { en: "all brokers are registered", fr: "tous les brokers sont enregistrés" } },
  );
  await reassign(config, plan(seen.partitions, seen.brokers), () => {});
  await electPreferredLeaders(config);
}

function topicsOf(lab: WorkshopLab): Promise<string[]> {
  return lab.kafka.withAdmin((admin) => admin.listTopics());
}

async function partitionsOf(lab: WorkshopLab, name: string): Promise<Partition[]> {
  const { partitions } = await readCluster(readLabConfig(lab.stack));
  return partitions.filter((partition) => partition.topic === name);
}

function copies(partitions: readonly Partition[]): string {
  return partitions.map(({ isr }) => isr.length).join(", ") || "0";
}
