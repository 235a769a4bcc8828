import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import { goOn } from "../authoring/hints.ts";
import type { Check, Row, Text, WorkshopLab } from "../authoring/lesson.ts";

const topic = "message-topic";
const copies = ["copy-of-zookeeper-data", "copy-of-zookeeper-log"];

/** An empty lab that keeps no data, whatever an earlier lesson has kept. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.destroy();
  for (const name of copies) await lab.docker.getVolume(name).remove().catch(unlessAbsent);
  await lab.ensureUp();
}

export const checks: Check[] = [
  {
    id: "one-cluster-id",
    row: {
      en: "ZooKeeper and the broker's volume name the same cluster",
      fr: "ZooKeeper et le volume du broker nomment le même cluster",
    },
    command: "docker exec kafka grep cluster.id /var/lib/kafka/data/meta.properties",
    startsTrue: {
      en: "the lesson begins with a sound cluster; it is broken and repaired meanwhile",
      fr: "la leçon commence avec un cluster sain ; il est cassé puis réparé en route",
    },
    async observe(lab) {
      const [inZooKeeper, onDisk] = await clusterIds(lab);
      return {
        passed: inZooKeeper !== undefined && inZooKeeper === onDisk,
        expected: { en: "the same id twice", fr: "deux fois le même identifiant" },
        observed: { en: `${inZooKeeper} and ${onDisk}`, fr: `${inZooKeeper} et ${onDisk}` },
      };
    },
  },
  {
    id: "data-is-kept",
    row: { en: "keepData is on", fr: "keepData est activé" },
    command: "./lab config get keepData",
    async observe(lab) {
      const value = lab.config.get("keepData");
      return { passed: value === "true", expected: "true", observed: value };
    },
  },
  {
    id: "message-survived-destroy",
    row: {
      en: "a message is older than the network it now travels on: it has survived a destroy",
      fr: "un message est plus vieux que le réseau où il circule : il a survécu à un destroy",
    },
    command: "docker network inspect kafka-lab --format '{{.Created}}'",
    async observe(lab) {
      const network = await lab.docker.getNetwork(lab.nameOf("kafka-lab")).inspect();
      const messages = await lab.kafka.read(topic);
      const oldest = Math.min(...messages.map(({ timestamp }) => timestamp));
      const since = `${network.Created}`;
      return {
        passed: oldest < Date.parse(since),
        expected: { en: `a message from before ${since}`, fr: `un message d'avant ${since}` },
        observed: describeOldest(oldest),
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]> {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(7);
  if (failing === "one-cluster-id") return (await isRefusing(lab)) ? refusalHints : upHints;
  if (failing === "data-is-kept") return keepHints;
  const { length } = await lab.kafka.read(topic);
  return length === 0 ? sendHints : destroyHints;
}

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  lab.config.set("keepData", true);
  await lab.ensureUp();
  await lab.http.post("I was here", { key: "me" });
  await lab.destroy({ keepVolumes: true });
  await lab.ensureUp();
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** The cluster id as ZooKeeper has it, and as the broker wrote it down. */
async function clusterIds(lab: WorkshopLab) {
  const asked = await lab.exec("zookeeper", ["zookeeper-shell", "localhost:2181", "get", "/cluster/id"]);
  const read = await lab.exec("kafka", ["cat", "/var/lib/kafka/data/meta.properties"]);
  return [/"id":"([^"]+)"/.exec(asked.stdout)?.[1], /^cluster\.id=(.+)$/m.exec(read.stdout)?.[1]];
}

/** A broker that finds another cluster's id exits, and Docker starts it again. */
async function isRefusing(lab: WorkshopLab) {
  const seen = await lab.inspect("kafka");
  return seen !== undefined && (seen.State.Restarting || seen.RestartCount > 0);
}

function describeOldest(oldest: number): Text {
  if (!Number.isFinite(oldest)) return { en: "no message at all", fr: "aucun message" };
  const time = new Date(oldest).toISOString();
  return { en: `the oldest is from ${time}`, fr: `le plus vieux est de ${time}` };
}

const refusalHints: Text[] = [
  {
    en: "The broker starts, reads something, and gives up. Its log says what it expected and what it read.",
    fr: "Le broker démarre, lit quelque chose, et renonce. Son journal dit ce qu'il attendait et ce qu'il a lu.",
  },
  {
    en: 'docker logs kafka 2>&1 | grep "cluster.id": one id comes from ZooKeeper, the other from the volume kafka-data. Keep both volumes or neither.',
    fr: 'docker logs kafka 2>&1 | grep "cluster.id" : un identifiant vient de ZooKeeper, l\'autre du volume kafka-data. Gardez les deux volumes, ou aucun.',
  },
  {
    en: "./lab destroy --yes, copy ZooKeeper's volumes back as the lesson shows (or, to begin empty: docker volume rm kafka-data), then ./lab up",
    fr: "./lab destroy --yes, recopiez les volumes de ZooKeeper comme le montre la leçon (ou, pour repartir de rien : docker volume rm kafka-data), puis ./lab up",
  },
];

const upHints: Text[] = [
  { en: "Is everything running? docker ps", fr: "Est-ce que tout tourne ? docker ps" },
  "  ./lab up --refresh",
];

const keepHints: Text[] = [
  {
    en: "A setting of the stack decides whether destroy takes the volumes along.",
    fr: "Un réglage de la pile décide si destroy emporte les volumes.",
  },
  "  ./lab config set keepData true",
];

const sendHints: Text[] = [
  {
    en: "Only existing messages can survive, and the topic is empty. Is the setting in force? It needs an up.",
    fr: "Seul ce qui existe peut survivre : le topic est vide. Le réglage est-il en vigueur ? Il faut un up.",
  },
  {
    en: "./lab up, then send a message as in the lesson, then ./lab destroy --yes and ./lab up",
    fr: "./lab up, puis envoyez un message comme dans la leçon, puis ./lab destroy --yes et ./lab up",
  },
];

const destroyHints: Text[] = [
  {
    en: "The messages are there, but they have not been through a destroy yet.",
    fr: "Les messages sont là, mais ils n'ont pas encore traversé de destroy.",
  },
  {
    en: "./lab up first, so that the state knows keepData; then ./lab destroy --yes, then ./lab up",
    fr: "D'abord ./lab up, pour que l'état connaisse keepData ; puis ./lab destroy --yes, puis ./lab up",
  },
];
