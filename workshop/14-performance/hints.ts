import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Text } from "../authoring/lesson.ts";

const measure = (name: string) => `  node_modules/.bin/node workshop/14-performance/measure.ts ${name}`;

/** For the row of one experiment; `look` says what it is about. */
const measureLadder = (name: string, look: Text): Text[] => [
  look,
  {
    en: "The lab measures it for you; the last word of the command says what:",
    fr: "Le labo le mesure pour vous\u00a0; le dernier mot de la commande dit quoi\u00a0:",
  },
  measure(name),
];

const ladders = {
  "by-hand": [
    {
      en: "Kafka brings a producer that sends as fast as it can, and says how fast that was.",
      fr: "Kafka fournit un producteur qui envoie aussi vite qu'il peut, et dit à quelle vitesse.",
    },
    {
      en: "The topic comes first:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --if-not-exists --topic by-hand",
      fr: "D'abord le topic\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --if-not-exists --topic by-hand",
    },
    "  docker exec kafka kafka-producer-perf-test --topic by-hand --num-records 20000 --record-size 100 --throughput -1 --producer-props bootstrap.servers=kafka:29092",
  ],
  batching: measureLadder("batching", {
    en: "How much faster are many messages in one request than one message in each?",
    fr: "Combien de fois plus vite va un lot de messages qu'un message par requête\u00a0?",
  }),
  linger: measureLadder("linger", {
    en: "A producer may wait for a batch to fill. A message pays for that wait.",
    fr: "Un producteur peut attendre qu'un lot se remplisse. Le message paie cette attente.",
  }),
  acks: measureLadder("acks", {
    en: "What does it cost to wait for the broker's answer?",
    fr: "Que coûte l'attente de la réponse du broker\u00a0?",
  }),
  compression: measureLadder("compression", {
    en: "What do messages of one form have in common, and what does the disk save?",
    fr: "Qu'ont en commun des messages de même forme, et qu'économise le disque\u00a0?",
  }),
  partitions: measureLadder("partitions", {
    en: "Does a producer write faster to more partitions of the same broker?",
    fr: "Un producteur écrit-il plus vite dans plusieurs partitions du même broker\u00a0?",
  }),
  members: measureLadder("members", {
    en: "When do three consumers get more done than one?",
    fr: "Quand trois consommateurs avancent-ils plus vite qu'un seul\u00a0?",
  }),
  "your-turn": [
    {
      en: "Your bars of compression say what makes a log small: a codec, and something else.",
      fr: "Vos barres de compression disent ce qui rend un journal petit\u00a0: un codec, et autre chose.",
    },
    {
      en: "Codec and batch are settings of the producer. The orders that were measured are still there:\n  docker exec kafka head -n 2 /tmp/orders.json",
      fr: "Codec et lot sont des réglages du producteur. Les commandes de la boutique sont toujours là\u00a0:\n  docker exec kafka head -n 2 /tmp/orders.json",
    },
    {
      en: "Are there large messages in it already? Then delete it; in either case, create it:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --if-exists --topic packed\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic packed",
      fr: "Contient-il déjà de grands messages\u00a0? Repartez de zéro\u00a0; dans tous les cas, créez-le\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --if-exists --topic packed\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic packed",
    },
    "  docker exec kafka kafka-producer-perf-test --topic packed --num-records 10000 --payload-file /tmp/orders.json --throughput -1 --producer-props bootstrap.servers=kafka:29092 compression.type=zstd batch.size=131072 linger.ms=500",
  ],
};

export const hints = hintsFrom(ladders, goOn(14));
