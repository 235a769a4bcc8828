import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";
import { copies, copyKafka, destroyAndKeep, loseAndRestore } from "./acts.ts";
import { lookInto, removeVolumes } from "./volumes.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";

/** An empty lab that keeps no data, whatever an earlier lesson has kept. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.destroy();
  // Also volumes that a learner's own command has made, which have no label.
  const ours = ["kafka-data", "zookeeper-data", "zookeeper-log"].map(lab.nameOf);
  await removeVolumes(lab, [...ours, ...copies.zookeeper, copies.kafka]);
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
      en: "the lesson begins with a healthy cluster, which is then broken and repaired",
      fr: "la leçon commence avec un cluster sain\u00a0; il est cassé puis réparé en route",
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
      fr: "un message est plus vieux que le réseau où il circule\u00a0: il a survécu à un destroy",
    },
    command: "docker network inspect kafka-lab --format '{{.Created}}'",
    async observe(lab) {
      const network = await lab.docker.getNetwork(lab.nameOf("kafka-lab")).inspect();
      const oldestMs = oldestOf(await lab.kafka.read(topic));
      const since = `${network.Created}`;
      return {
        passed: oldestMs < Date.parse(since),
        expected: { en: `a message from before ${since}`, fr: `un message d'avant ${since}` },
        observed: describeOldest(oldestMs),
      };
    },
  },
  {
    id: "lost-and-restored",
    row: {
      en: "ZooKeeper's files are newer than the message, and know its topic: lost, and restored",
      fr: "les fichiers de ZooKeeper sont plus récents que le message, et connaissent son topic\u00a0: perdus, puis rétablis",
    },
    command: "docker exec zookeeper bash -c 'stat -c \"%z %n\" /var/lib/zookeeper/data/version-2/*'",
    async observe(lab) {
      const oldestMs = oldestOf(await lab.kafka.read(topic));
      const madeMs = await zooKeepersFilesMs(lab);
      return {
        passed: oldestMs < madeMs,
        expected: {
          en: "every file put there after the message was sent",
          fr: "chaque fichier déposé après l'envoi du message",
        },
        observed: {
          en: `the oldest file is from ${timeOf(madeMs)}; ${describeOldest(oldestMs).en}`,
          fr: `le plus vieux fichier est de ${timeOf(madeMs)}\u00a0; ${describeOldest(oldestMs).fr}`,
        },
      };
    },
  },
  {
    id: "kafka-copied",
    row: {
      en: "your turn: copy-of-kafka-data was made while no broker wrote, and the lab is up again",
      fr: "à vous de jouer\u00a0: copy-of-kafka-data a été faite sans qu'aucun broker écrive, et le labo tourne de nouveau",
    },
    command:
      'docker run --rm --volume copy-of-kafka-data:/copy --entrypoint ls "$(./lab config get kafkaImage)" -a /copy',
    async observe(lab) {
      const [, onDisk] = await clusterIds(lab);
      const printed = await lookInto(lab, copies.kafka, lookForCopy);
      const isOfCluster = onDisk !== undefined && printed?.includes(`cluster.id=${onDisk}`) === true;
      const hasMessages = /^bytes [1-9]/m.test(printed ?? "");
      return {
        passed: isOfCluster && hasMessages,
        expected: {
          en: "this cluster's id, messages, and the mark of a broker that was shut down cleanly",
          fr: "l'identifiant de ce cluster, des messages, et la marque d'un broker arrêté proprement",
        },
        observed: describeCopy(printed, isOfCluster),
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await destroyAndKeep(lab);
  await loseAndRestore(lab);
  await copyKafka(lab);
  await lab.ensureUp();
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** A broker leaves this mark when it has closed its logs, and removes it when it starts. Wherever in the copy it is. */
const lookForCopy = `shopt -s globstar dotglob nullglob
for mark in /volume/**/.kafka_cleanshutdown; do
  cd "\${mark%/*}" && grep -h cluster.id meta.properties
  echo "bytes $(cat ${topic}-*/*.log | wc -c)"
done`;

function describeCopy(printed: string | undefined, isOfCluster: boolean): Text {
  if (printed === undefined) return { en: "no such volume", fr: "pas de tel volume" };
  if (!printed.includes("cluster.id="))
    return {
      en: "no mark: the broker was running, or was killed, or this is no copy of its volume",
      fr: "pas de marque\u00a0: le broker tournait, ou a été tué, ou ce n'est pas une copie de son volume",
    };
  const bytes = /^bytes (\d+)/m.exec(printed)?.[1] ?? "0";
  return isOfCluster
    ? { en: `this cluster, ${bytes} bytes of messages`, fr: `ce cluster, ${bytes} octets de messages` }
    : { en: "a copy of another cluster", fr: "une copie d'un autre cluster" };
}

/** The cluster id as ZooKeeper has it, and as the broker wrote it down. */
async function clusterIds(lab: WorkshopLab) {
  const asked = await lab.exec("zookeeper", ["zookeeper-shell", "localhost:2181", "get", "/cluster/id"]);
  const read = await lab.exec("kafka", ["cat", "/var/lib/kafka/data/meta.properties"]);
  return [/"id":"([^"]+)"/.exec(asked.stdout)?.[1], /^cluster\.id=(.+)$/m.exec(read.stdout)?.[1]];
}

/**
 * When the oldest of ZooKeeper's snapshots was put where it is. The first one is written at the first start and never
 * touched again; a copy may keep its owner and its time of change, but not this time.
 */
async function zooKeepersFilesMs(lab: WorkshopLab) {
  const ask = "stat -c %Z /var/lib/zookeeper/data/version-2/*";
  const { stdout } = await lab.exec("zookeeper", ["bash", "-c", ask]);
  return Math.min(...stdout.split("\n").filter(Boolean).map(Number)) * 1_000;
}

function oldestOf(messages: readonly StoredMessage[]) {
  return Math.min(...messages.map(({ timestamp }) => timestamp));
}

function describeOldest(oldestMs: number) {
  if (!Number.isFinite(oldestMs)) return { en: "no message at all", fr: "aucun message" };
  const time = timeOf(oldestMs);
  return { en: `the oldest message is from ${time}`, fr: `le plus vieux message est de ${time}` };
}

function timeOf(ms: number) {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : "-";
}
