import { deleteTopics } from "../authoring/delete-topics.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import {
  cutOff,
  logOf,
  lost,
  minInSyncOf,
  nodes,
  partitionsOf,
  precious,
  refusal,
  survivors,
  topic,
  untilInSync,
  valuesIn,
} from "./cluster.ts";
import { haveRefused, loseOne, remake } from "./fail-over.ts";

export { hints } from "./hints.ts";

/** The cluster, up and in sync, without the topic of an earlier try. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await deleteTopics(lab, [topic, precious]);
  await untilInSync(lab);
  lab.notes.set("since", Math.ceil(Date.now() / 1_000));
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
      fr: "la leçon commence avec un cluster entier\u00a0; des brokers sont tués et arrêtés en chemin",
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
        observed: partition
          ? partition.replicas.join()
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
  {
    id: "one-was-lost",
    row: {
      en: "the old leader has thrown an acknowledged message away, and two are there",
      fr: "l'ancien leader a jeté un message acquitté, et il en reste deux",
    },
    command: `docker logs kafka 2>&1 | grep 'partition=${topic}-0.*Truncating to offset'`,
    async observe(lab) {
      const values = await valuesIn(lab);
      const isCut = (await logOf(lab, "kafka")).some((line) => cutOff.test(line));
      const isRight = survivors.every((value) => values.includes(value)) && !values.includes(lost);
      const there = values.length > 0 ? values.join(", ") : undefined;
      return {
        passed: isRight && isCut,
        expected: {
          en: `${survivors.join(", ")}; and the log of kafka says "Truncating to offset"`,
          fr: `${survivors.join(", ")}\u00a0; et les logs de kafka disent «\u00a0Truncating to offset\u00a0»`,
        },
        observed: {
          en: `${there ?? "nothing yet"}; ${isCut ? "cut off" : "nothing was cut off"}`,
          fr: `${there ?? "rien pour l'instant"}\u00a0; ${isCut ? "coupé" : "rien n'a été coupé"}`,
        },
      };
    },
  },
  {
    id: "refused",
    row: {
      en: "a message for all was refused, because too few were in sync",
      fr: "un message envoyé avec acks=all a été refusé, faute de répliques synchronisées",
    },
    command: "docker logs kafka 2>&1 | grep 'NotEnoughReplicasException.*message-topic'",
    async observe(lab) {
      const logs = await Promise.all(nodes.map((node) => logOf(lab, node)));
      const refusals = logs.flat().filter((line) => refusal.test(line)).length;
      return {
        passed: refusals > 0,
        expected: { en: "a refusal in a broker's log", fr: "un refus dans les logs d'un broker" },
        observed: { en: `refusals: ${refusals}`, fr: `refus\u00a0: ${refusals}` },
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
      fr: "un cluster neuf commence ainsi\u00a0; la leçon déplace les leaders, puis les remet à leur place",
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
  {
    id: "your-turn",
    row: {
      en: `your turn: ${precious}, two partitions led by broker 3, kept by three brokers, served with two`,
      fr: `à vous de jouer\u00a0: ${precious}, deux partitions dirigées par le broker 3, gardées par trois brokers, servies avec deux`,
    },
    command: `docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic ${precious}`,
    async observe(lab) {
      const partitions = (await partitionsOf(lab)).filter((each) => each.topic === precious);
      const minInSync = partitions.length > 0 ? await minInSyncOf(lab) : undefined;
      const isRight = ({ leader, replicas }: { leader: number; replicas: number[] }) =>
        leader === 3 && replicas[0] === 3 && replicas.toSorted().join() === "1,2,3";
      const seen = partitions.map(({ leader, replicas }) => `${leader} (${replicas.join()})`).join(", ");
      return {
        passed: partitions.length === 2 && partitions.every(isRight) && minInSync === "2",
        expected: {
          en: "leaders 3, 3; replicas of three brokers each, 3 first; min.insync.replicas 2",
          fr: "leaders 3, 3\u00a0; pour chacune les répliques de trois brokers, 3 d'abord\u00a0; min.insync.replicas 2",
        },
        observed: seen
          ? {
              en: `leaders (replicas) ${seen}; min.insync.replicas ${minInSync}`,
              fr: `leaders (répliques) ${seen}\u00a0; min.insync.replicas ${minInSync}`,
            }
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  // A busy machine may be too slow, or too fast: then nothing is lost, and it is tried again.
  for (let tries = 1; tries <= 3 && !(await isLost(lab)); tries += 1) {
    await remake(lab, topic, [[1, 2, 3]]);
    await loseOne(lab);
    await untilInSync(lab);
  }
  await haveRefused(lab);
  await untilInSync(lab);
  await remake(lab, precious, [
    [3, 1, 2],
    [3, 2, 1],
  ]);
  await untilInSync(lab);
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { what: check.row });
}

async function isLost(lab: WorkshopLab) {
  return (await checks.find(({ id }) => id === "one-was-lost")?.observe(lab))?.passed ?? false;
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}
