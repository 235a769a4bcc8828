import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";

const topic = "promises";
const brokers = 3;
const survivors = ["all three have me", "after the fail-over"];
const lost = "only the leader has me";

/** The cluster, up and in sync, without the topic of an earlier try. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await lab.kafka.withAdmin(async (admin) => {
    if ((await admin.listTopics()).includes(topic)) await admin.deleteTopics({ topics: [topic] });
  });
  await untilInSync(lab);
}

export const checks: Check[] = [
  {
    id: "all-in-sync",
    row: {
      en: "every replica of every partition is in sync",
      fr: "chaque réplique de chaque partition est synchronisée",
    },
    command:
      "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --under-replicated-partitions",
    startsTrue: {
      en: "the lesson begins with a complete cluster, and brokers are killed and stopped meanwhile",
      fr: "la leçon commence avec un cluster entier ; des brokers sont tués et arrêtés en chemin",
    },
    async observe(lab) {
      const partitions = await partitionsOf(lab);
      const behind = partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length;
      return {
        passed: partitions.length > 0 && behind === 0,
        expected: { en: "none behind", fr: "aucune en retard" },
        observed: {
          en: `${behind} of ${partitions.length} behind`,
          fr: `${behind} sur ${partitions.length} en retard`,
        },
      };
    },
  },
  {
    id: "three-copies",
    row: { en: "promises is kept by brokers 1, 2 and 3", fr: "promises est gardé par les brokers 1, 2 et 3" },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic promises",
    async observe(lab) {
      const [partition] = (await partitionsOf(lab)).filter((each) => each.topic === topic);
      return {
        passed: partition?.replicas.join() === "1,2,3",
        expected: "1,2,3",
        observed: partition ? partition.replicas.join() : { en: "no such topic", fr: "pas de tel topic" },
      };
    },
  },
  {
    id: "one-was-lost",
    row: {
      en: "of three acknowledged messages two are there",
      fr: "de trois messages acceptés, deux sont là",
    },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic promises --from-beginning --timeout-ms 5000",
    async observe(lab) {
      const values = await valuesIn(lab);
      return {
        passed: survivors.every((value) => values.includes(value)) && !values.includes(lost),
        expected: survivors.join(", "),
        observed: values.length > 0 ? values.join(", ") : { en: "nothing yet", fr: "rien pour l'instant" },
      };
    },
  },
  {
    id: "leaders-at-home",
    row: {
      en: "every partition is led by its preferred leader",
      fr: "chaque partition est dirigée par son leader préféré",
    },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe",
    startsTrue: {
      en: "a new cluster begins like that; the lesson takes the leaders away and back",
      fr: "un cluster neuf commence ainsi ; la leçon éloigne les leaders, puis les ramène",
    },
    async observe(lab) {
      const partitions = await partitionsOf(lab);
      const away = partitions.filter(({ leader, replicas }) => leader !== replicas[0]);
      return {
        passed: partitions.length > 0 && away.length === 0,
        expected: { en: "all of them", fr: "toutes" },
        observed:
          away.length === 0
            ? { en: "all of them", fr: "toutes" }
            : away.map((each) => `${each.topic}-${each.partition}: ${each.leader}`).join(", "),
      };
    },
  },
];

const ladders = {
  "all-in-sync": [
    {
      en: "A replica that is behind is on a broker that does not run, or has just come back.",
      fr: "Une réplique en retard est chez un broker qui ne tourne pas, ou qui revient à peine.",
    },
    {
      en: "Which run? docker ps -a --filter label=kafka-lab.name=default",
      fr: "Lesquels tournent ? docker ps -a --filter label=kafka-lab.name=default",
    },
    {
      en: "docker start kafka kafka-2 kafka-3; frozen ones: docker unpause kafka-2 kafka-3",
      fr: "docker start kafka kafka-2 kafka-3 ; ceux qui sont gelés : docker unpause kafka-2 kafka-3",
    },
  ],
  "three-copies": [
    {
      en: "The topic is created with the brokers that will keep it, the leader first.",
      fr: "Le topic se crée avec les brokers qui le garderont, le leader d'abord.",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3",
    {
      en: "Does it exist with other replicas? ./lab reset deletes it.",
      fr: "Il existe avec d'autres répliques ? ./lab reset le supprime.",
    },
  ],
  "one-was-lost": [
    {
      en: "The row shows what is in the topic. One message is acknowledged by the leader alone, which then dies.",
      fr: "La ligne montre ce que contient le topic. Un message n'est accepté que par le leader, qui meurt ensuite.",
    },
    {
      en: "All commands of that block belong together: followers are dropped from the in-sync replicas after 4 s.",
      fr: "Toutes les commandes de ce bloc vont ensemble : au bout de 4 s, les suiveurs sont rayés des répliques synchronisées.",
    },
    {
      en: "Is the lost message still there? It was too early or too late. Begin anew: ./lab reset",
      fr: "Le message perdu est encore là ? C'était trop tôt ou trop tard. Recommencez : ./lab reset",
    },
  ],
  "leaders-at-home": [
    {
      en: "A broker that comes back is a follower. Leaders can be moved back to it.",
      fr: "Un broker qui revient suit. On peut demander aux leaders de rentrer.",
    },
    "  docker exec kafka kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions",
  ],
};

export const hints = hintsFrom(ladders, goOn(12));

/** Leaves what the fail-over leaves; the lost message leaves nothing. */
export async function solve(lab: WorkshopLab) {
  await setup(lab);
  const replicaAssignment = [{ partition: 0, replicas: [1, 2, 3] }];
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics: [{ topic, replicaAssignment }] }));
  const messages = survivors.map((value) => ({ value }));
  await lab.poll(() => succeeds(lab.kafka.send(topic, messages)), {
    what: { en: "the new topic takes messages", fr: "le nouveau topic accepte des messages" },
  });
  await untilInSync(lab);
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Waits until all replicas are in sync, led by the preferred leaders. */
async function untilInSync(lab: WorkshopLab) {
  const command =
    "kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions";
  await lab.poll(
    async () => {
      const partitions = await partitionsOf(lab);
      if (partitions.some(({ isr }) => isr.length < brokers)) return false;
      if (partitions.every(({ leader, replicas }) => leader === replicas[0])) return true;
      await lab.exec("kafka", ["bash", "-c", command]);
      return false;
    },
    {
      budgetMs: 120_000,
      what: {
        en: "all replicas in sync, led by the preferred leader",
        fr: "toutes les répliques synchronisées, chacune avec son leader préféré",
      },
    },
  );
}

async function partitionsOf(lab: WorkshopLab) {
  return lab.kafka.withAdmin(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata();
    return topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionId, leader, replicas, isr }) => ({
        topic: name,
        partition: partitionId,
        leader,
        replicas,
        isr,
      })),
    );
  });
}

async function valuesIn(lab: WorkshopLab) {
  const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
  if (!topics.includes(topic)) return [];
  return (await lab.kafka.read(topic)).flatMap(({ value }) => value ?? []);
}
