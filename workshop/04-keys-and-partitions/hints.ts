import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

const aliceInOrder = [1, 2, 3].map((n) => `  ${post(`alice ${n}`, "alice")}`).join("\n");

const ladders = {
  "one-key-one-partition": [
    {
      en: "The row shows where alice's messages are. There must be three, with the key alice, sent one after the other.",
      fr: "La ligne montre où sont les messages d'alice. Il en faut trois, avec la clé alice, envoyés l'un après l'autre.",
    },
    {
      en: "Sent in another order? Send them again, 1 before 2 before 3: what was sent before does not matter.",
      fr: "Envoyés dans un autre ordre\u00a0? Renvoyez-les, 1 avant 2 avant 3\u00a0: ce qui a été envoyé avant ne compte pas.",
    },
    {
      en: `The commands:\n${aliceInOrder}`,
      fr: `Les commandes\u00a0:\n${aliceInOrder}`,
    },
  ],
  "six-partitions": [
    {
      en: "The number of partitions is changed in Kafka, while everything runs.",
      fr: "Le nombre de partitions se change dans Kafka, pendant que tout tourne.",
    },
    {
      en: "Kafka's own tool for topics is kafka-topics, and it can --alter one.",
      fr: "L'outil de Kafka pour les topics est kafka-topics, et il sait en modifier un (--alter).",
    },
    {
      en: `The command:\n  ${kafkaTopics("--alter --topic message-topic --partitions 6")}`,
      fr: `La commande\u00a0:\n  ${kafkaTopics("--alter --topic message-topic --partitions 6")}`,
    },
  ],
  "program-knows": [
    {
      en: "What the program says about the topic is a setting of the stack:\n  ./lab config list",
      fr: "Ce que le programme dit du topic est un réglage de la stack\u00a0:\n  ./lab config list",
    },
    {
      en: "Set it, then apply it:\n  ./lab config set topicPartitions 6\n  ./lab up",
      fr: "Réglez-le, puis appliquez\u00a0:\n  ./lab config set topicPartitions 6\n  ./lab up",
    },
  ],
  "the-key-moved": [
    {
      en: "Send alice 4, with the key alice, now that there are six.",
      fr: "Envoyez alice 4, avec la clé alice, maintenant qu'il y en a six.",
    },
    {
      en: `The command:\n  ${post("alice 4", "alice")}`,
      fr: `La commande\u00a0:\n  ${post("alice 4", "alice")}`,
    },
    {
      en: "If alice 1 was not sent before the topic grew, her key has nowhere to move from. Begin again:\n  ./lab reset",
      fr: "Si alice 1 n'a pas été envoyé avant l'agrandissement, sa clé n'a rien à quitter. Recommencez\u00a0:\n  ./lab reset",
    },
  ],
  "your-turn": (lab: WorkshopLab) => findKey(lab),
};

export const hints = hintsFrom(ladders, goOn(4));

/** Every sixth key lands in any one partition: trying is the way, and each answer says where a key landed. */
async function findKey(lab: WorkshopLab) {
  const { keysIn } = await import("./keys.ts");
  const [, key = "paul"] = keysIn(2, 6);
  const seen = (await lab.kafka.read("message-topic")).filter((message) => message.key !== null);
  const tried = [...new Set(seen.map((message) => `${message.key} ${message.partition}`))].slice(-8);
  return [
    {
      en: `Your turn: try keys; the answer says in brackets where each one landed. So far: ${tried.join(", ")}`,
      fr: `À vous de jouer\u00a0: essayez des clés\u00a0; la réponse dit entre crochets où chacune arrive. Jusqu'ici\u00a0: ${tried.join(", ")}`,
    },
    {
      en: "One key in six lands there: of ten names, one or two most likely do. Send one message for each.",
      fr: "Une clé sur six y arrive\u00a0: sur dix prénoms, sans doute un ou deux. Envoyez un message pour chacun.",
    },
    {
      en: `The hash of ${key} gives 2:\n  ${post("found", key)}`,
      fr: `Le hachage de ${key} donne 2\u00a0:\n  ${post("found", key)}`,
    },
  ];
}

function post(message: string, key: string) {
  return `curl -H 'Content-Type: application/json' -d '{"message": "${message}", "key": "${key}"}' http://localhost:5101/api/messages`;
}

function kafkaTopics(options: string) {
  return `docker exec kafka kafka-topics --bootstrap-server kafka:29092 ${options}`;
}
