import { goOn, hintsFrom } from "../authoring/hints.ts";

const ladders = {
  "all-in-sync": [
    {
      en: "A replica that is behind is on a broker that does not run, or has just come back.",
      fr: "Une réplique en retard est chez un broker qui ne tourne pas, ou qui revient à peine.",
    },
    {
      en: "Which are running?\n  docker ps -a --filter label=kafka-lab.name=default",
      fr: "Lesquels tournent\u00a0?\n  docker ps -a --filter label=kafka-lab.name=default",
    },
    {
      en: "Thaw those that are frozen, and start those that are stopped:\n  docker unpause kafka-2 kafka-3; docker start kafka kafka-2 kafka-3",
      fr: "Dégelez ceux qui sont gelés, et démarrez ceux qui sont arrêtés\u00a0:\n  docker unpause kafka-2 kafka-3; docker start kafka kafka-2 kafka-3",
    },
  ],
  "three-copies": [
    {
      en: "The topic is created with the brokers that will keep it, the leader first.",
      fr: "Le topic se crée avec les brokers qui le garderont, le leader d'abord.",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3",
    {
      en: "Does it exist with other replicas? Delete it first:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises",
      fr: "Il existe avec d'autres répliques\u00a0? Supprimez-le d'abord\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises",
    },
  ],
  "one-was-lost": [
    {
      en: "The row shows what is in the topic. One message is acknowledged by the leader alone, which then dies.",
      fr: "La ligne montre ce que contient le topic. Un message n'est acquitté que par le leader, qui meurt ensuite.",
    },
    {
      en: "All commands of that block belong together: followers are dropped from the in-sync replicas after 4 s.",
      fr: "Toutes les commandes de ce bloc vont ensemble\u00a0: au bout de 4\u00a0s, les suiveurs sont retirés des répliques synchronisées.",
    },
    {
      en: 'Is the lost message still there? It was too early or too late. Make the topic anew, and go on from "acks=1: acknowledged, and lost":\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3',
      fr: "Le message perdu est encore là\u00a0? C'était trop tôt ou trop tard. Recréez le topic, et reprenez à «\u00a0acks=1\u00a0: acquitté, et perdu\u00a0»\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3",
    },
  ],
  refused: [
    {
      en: "Fewer replicas in sync than min.insync.replicas: stop two brokers, send a message, start the two.",
      fr: "Moins de répliques synchronisées que min.insync.replicas\u00a0: arrêtez deux brokers, envoyez un message, relancez les deux.",
    },
    "  docker stop kafka-2 kafka-3; curl -H 'Content-Type: application/json' -d '\"two have to have me\"' http://localhost:5101/api/messages; docker start kafka-2 kafka-3",
  ],
  "leaders-at-home": [
    {
      en: "A broker that comes back is a follower. It can be made the leader of its partitions again.",
      fr: "Un broker qui revient est suiveur. On peut lui rendre la direction de ses partitions.",
    },
    "  docker exec kafka kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions",
  ],
  "your-turn": [
    {
      en: "The topic promises was made with the brokers that keep its partition, the leader first. Separate two partitions by a comma.",
      fr: "Le topic promises a été créé avec les brokers qui gardent sa partition, le leader en premier. Séparez deux partitions par une virgule.",
    },
    {
      en: "min.insync.replicas is 2 by default in this stack. Does precious exist with something else? Delete it first:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic precious",
      fr: "min.insync.replicas vaut 2 par défaut dans cette stack. precious existe, mais autrement\u00a0? Supprimez-le d'abord\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic precious",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic precious --replica-assignment 3:1:2,3:2:1",
  ],
};

export const hints = hintsFrom(ladders, goOn(12));
