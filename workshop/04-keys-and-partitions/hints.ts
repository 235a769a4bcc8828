import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

const ladders = {
  "one-key-one-partition": [
    {
      en: "The row shows where alice's messages are. Three are needed, with the key alice, sent one after the other.",
      fr: "La ligne montre où sont les messages d'alice. Il en faut trois, avec la clé alice, envoyés l'un après l'autre.",
    },
    {
      en: `Those that are missing are sent like this; 2 and 3 after it, in this order:\n  ${post("alice 1", "alice")}`,
      fr: `Ceux qui manquent s'envoient ainsi ; 2 et 3 après lui, dans cet ordre :\n  ${post("alice 1", "alice")}`,
    },
    {
      en: "If they were sent in another order, or after the topic grew, begin again:\n  ./lab reset",
      fr: "S'ils ont été envoyés dans un autre ordre, ou après l'agrandissement, recommencez :\n  ./lab reset",
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
      fr: `La commande :\n  ${kafkaTopics("--alter --topic message-topic --partitions 6")}`,
    },
  ],
  "program-knows": [
    {
      en: "What the program says about the topic is a setting of the stack:\n  ./lab config list",
      fr: "Ce que le programme dit du topic est un réglage de la stack :\n  ./lab config list",
    },
    {
      en: "Set it, then apply it:\n  ./lab config set topicPartitions 6\n  ./lab up",
      fr: "Réglez-le, puis appliquez :\n  ./lab config set topicPartitions 6\n  ./lab up",
    },
  ],
  "the-key-moved": [
    {
      en: "Send alice 4, with the key alice, now that there are six.",
      fr: "Envoyez alice 4, avec la clé alice, maintenant qu'il y en a six.",
    },
    {
      en: `The command:\n  ${post("alice 4", "alice")}`,
      fr: `La commande :\n  ${post("alice 4", "alice")}`,
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
      fr: `À vous de jouer : essayez des clés ; la réponse dit entre crochets où chacune arrive. Jusqu'ici : ${tried.join(", ")}`,
    },
    {
      en: "One key in six lands there: of ten names, one or two most likely do. Send one message for each.",
      fr: "Une clé sur six y arrive : sur dix prénoms, sans doute un ou deux. Envoyez un message pour chacun.",
    },
    {
      en: `The hash of ${key} gives 2:\n  ${post("found", key)}`,
      fr: `Le hachage de ${key} donne 2 :\n  ${post("found", key)}`,
    },
  ];
}

function post(message: string, key: string) {
  return `curl -H 'Content-Type: application/json' -d '{"message": "${message}", "key": "${key}"}' http://localhost:5101/api/messages`;
}

function kafkaTopics(options: string) {
  return `docker exec kafka kafka-topics --bootstrap-server kafka:29092 ${options}`;
}
