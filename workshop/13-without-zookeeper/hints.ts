import { goOn, hintsFrom } from "../authoring/hints.ts";

export const topic = "born-without-zookeeper";
export const retention = "retention.ms";
export const dayMs = "86400000";

const ladders = {
  topic: [
    {
      en: "It is created as with ZooKeeper: kafka-topics --create.",
      fr: "Il se crée comme avec ZooKeeper\u00a0: kafka-topics --create.",
    },
    `  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic ${topic} --partitions 2 --replication-factor 3`,
  ],
  "another-epoch": [
    {
      en: "Each election has a number, the epoch. For the next one, the active controller must stop.",
      fr: "Chaque élection a un numéro, l'époque. Pour la suivante, il faut que le contrôleur actif s'en aille.",
    },
    {
      en: "Which one is active? LeaderId says it:\n  docker exec kafka kafka-metadata-quorum --bootstrap-server kafka:29092 describe --status",
      fr: "Lequel est actif\u00a0? LeaderId le dit\u00a0:\n  docker exec kafka kafka-metadata-quorum --bootstrap-server kafka:29092 describe --status",
    },
    {
      en: "Kill the container of that number (kafka for 1, kafka-2 for 2, kafka-3 for 3) and start it again. For 1:\n  docker kill kafka; sleep 3; docker start kafka",
      fr: "Tuez le conteneur de ce numéro (kafka pour 1, kafka-2 pour 2, kafka-3 pour 3) et relancez-le. Pour 1\u00a0:\n  docker kill kafka; sleep 3; docker start kafka",
    },
  ],
  "without-majority": [
    {
      en: "One node of three is not enough. Kill two, and see what the third one does; then start them again.",
      fr: "Un nœud sur trois ne suffit pas. Tuez-en deux, et voyez ce que fait le troisième\u00a0; puis relancez-les.",
    },
    "  docker kill kafka-2 kafka-3; docker start kafka-2 kafka-3",
  ],
  "all-three": [
    {
      en: "Which one is missing?\n  docker ps -a --filter label=kafka-lab.name=default",
      fr: "Lequel manque\u00a0?\n  docker ps -a --filter label=kafka-lab.name=default",
    },
    "  docker start kafka kafka-2 kafka-3",
  ],
  "your-turn": [
    {
      en: "It is a setting of the topic, as in the lessons before: kafka-configs. A day has 86,400 seconds.",
      fr: "C'est un réglage du topic, comme dans les leçons précédentes\u00a0: kafka-configs. Un jour compte 86\u00a0400 secondes.",
    },
    `  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --alter --topic ${topic} --add-config ${retention}=${dayMs}`,
  ],
};

export const hints = hintsFrom(ladders, goOn(13));
