import { goOn } from "../authoring/hints.ts";
import type { Row, Text, WorkshopLab } from "../authoring/lesson.ts";

const copyBack =
  "for part in data log; do docker run --rm --user 0 --volume copy-of-zookeeper-$part:/from:ro --volume zookeeper-$part:/to --entrypoint bash \"$(./lab config get zookeeperImage)\" -c 'rm -rf /to/* && cp -a /from/. /to'; done";
const copyAway =
  'for part in data log; do docker run --rm --user 0 --volume zookeeper-$part:/from:ro --volume copy-of-zookeeper-$part:/to --entrypoint cp "$(./lab config get zookeeperImage)" -a /from/. /to; done';
const copyKafka =
  'docker run --rm --user 0 --volume kafka-data:/from:ro --volume copy-of-kafka-data:/to --entrypoint cp "$(./lab config get kafkaImage)" -a /from/. /to';
const post = `curl -H 'Content-Type: application/json' -d '{"message": "I was here", "key": "me"}' http://localhost:5101/api/messages`;

export async function hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]> {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(7);
  if (failing === "one-cluster-id") return (await isRefusing(lab)) ? refusalHints : upHints;
  if (failing === "data-is-kept") return keepHints;
  if (failing === "lost-and-restored") return lossHints;
  if (failing === "kafka-copied") return copyHints;
  const { length } = await lab.kafka.read("message-topic");
  return length === 0 ? sendHints : destroyHints;
}

/** A broker that finds another cluster's id exits, and Docker starts it again. */
async function isRefusing(lab: WorkshopLab) {
  const seen = await lab.inspect("kafka");
  return seen !== undefined && (seen.State.Restarting || seen.RestartCount > 0);
}

const refusalHints: Text[] = [
  {
    en: "The broker starts, reads something, and gives up. Its log says what it expected and what it read.",
    fr: "Le broker démarre, lit quelque chose, et renonce. Ses logs disent ce qu'il attendait et ce qu'il a lu.",
  },
  {
    en: 'One id comes from ZooKeeper, the other from the volume kafka-data. Keep both volumes or neither:\n  docker logs kafka 2>&1 | grep "cluster.id"',
    fr: 'Un identifiant vient de ZooKeeper, l\'autre du volume kafka-data. Gardez les deux volumes, ou aucun\u00a0:\n  docker logs kafka 2>&1 | grep "cluster.id"',
  },
  {
    en: `With the copies:\n  ./lab destroy --yes\n  ${copyBack}\n  ./lab up\nWithout them, start empty: destroy, then\n  docker volume rm kafka-data\n  ./lab up`,
    fr: `Avec les copies\u00a0:\n  ./lab destroy --yes\n  ${copyBack}\n  ./lab up\nSans elles, repartez de rien\u00a0: détruisez, puis\n  docker volume rm kafka-data\n  ./lab up`,
  },
];

const upHints: Text[] = [
  {
    en: "Is everything running?\n  docker ps --filter label=kafka-lab.name=default",
    fr: "Est-ce que tout tourne\u00a0?\n  docker ps --filter label=kafka-lab.name=default",
  },
  { en: "Bring it up:\n  ./lab up --refresh", fr: "Relancez tout\u00a0:\n  ./lab up --refresh" },
];

const keepHints: Text[] = [
  {
    en: "A setting of the stack decides whether destroy removes the volumes too.",
    fr: "Un réglage de la stack décide si destroy emporte les volumes.",
  },
  {
    en: "The setting:\n  ./lab config set keepData true",
    fr: "Le réglage\u00a0:\n  ./lab config set keepData true",
  },
];

const sendHints: Text[] = [
  {
    en: "Only existing messages can survive, and the topic is empty. Is the setting in force? It needs an up.",
    fr: "Seul ce qui existe peut survivre\u00a0: le topic est vide. Le réglage est-il en vigueur\u00a0? Il faut un up.",
  },
  {
    en: `First up, then a message, then destroy, then up:\n  ./lab up\n  ${post}\n  ./lab destroy --yes\n  ./lab up`,
    fr: `D'abord up, puis un message, puis destroy, puis up\u00a0:\n  ./lab up\n  ${post}\n  ./lab destroy --yes\n  ./lab up`,
  },
];

const destroyHints: Text[] = [
  {
    en: "The messages are there, but they have not been through a destroy yet.",
    fr: "Les messages sont là, mais ils n'ont encore survécu à aucun destroy.",
  },
  {
    en: "Up first, so that the state knows keepData; then destroy, then up:\n  ./lab up\n  ./lab destroy --yes\n  ./lab up",
    fr: "D'abord up, pour que l'état connaisse keepData\u00a0; puis destroy, puis up\u00a0:\n  ./lab up\n  ./lab destroy --yes\n  ./lab up",
  },
];

const lossHints: Text[] = [
  {
    en: "ZooKeeper still has the files that it began with. Copy its volumes, lose them, and put the copies in their place.",
    fr: "ZooKeeper a encore ses fichiers du début. Copiez ses volumes, supprimez-les, et mettez les copies à leur place.",
  },
  {
    en: `Nothing may write to them meanwhile. Destroy (keepData keeps the volumes), copy, and lose:\n  ./lab destroy --yes\n  ${copyAway}\n  docker volume rm zookeeper-data zookeeper-log`,
    fr: `Rien ne doit y écrire pendant ce temps. Détruisez le labo (keepData garde les volumes), copiez-les, puis supprimez-les\u00a0:\n  ./lab destroy --yes\n  ${copyAway}\n  docker volume rm zookeeper-data zookeeper-log`,
  },
  {
    en: `Then back, and up:\n  ${copyBack}\n  ./lab up`,
    fr: `Puis remettez-les, et up\u00a0:\n  ${copyBack}\n  ./lab up`,
  },
];

const copyHints: Text[] = [
  {
    en: "Your turn: do as you did with ZooKeeper's volumes. When does no broker write to kafka-data?",
    fr: "À vous de jouer\u00a0: cela se fait comme pour les volumes de ZooKeeper. Quand aucun broker n'écrit-il dans kafka-data\u00a0?",
  },
  {
    en: "A broker that is shut down cleanly (docker stop, destroy; not docker kill) leaves a mark in its volume, .kafka_cleanshutdown. The copy must have it.",
    fr: "Un broker arrêté proprement (docker stop, destroy\u00a0; pas docker kill) laisse une marque dans son volume, .kafka_cleanshutdown. La copie doit l'avoir.",
  },
  {
    en: `Begin with an empty copy:\n  docker stop kafka\n  docker volume rm --force copy-of-kafka-data\n  ${copyKafka}\n  docker start kafka`,
    fr: `Partez d'une copie vide\u00a0:\n  docker stop kafka\n  docker volume rm --force copy-of-kafka-data\n  ${copyKafka}\n  docker start kafka`,
  },
];
