import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Text, WorkshopLab } from "../authoring/lesson.ts";

export const newTopic = "orders";
export const retention = "retention.ms";
export const wanted = "3600000";
export const cleaners = "log.cleaner.threads";

const ladders = {
  "broker-registered": registrationHints,
  "elected-again": [
    {
      en: "A new term begins when the controller's session ends. In this lab the only broker is the controller.",
      fr: "Un nouveau mandat commence quand la session du contrôleur se termine. Dans ce labo, le seul broker est le contrôleur.",
    },
    "  docker restart kafka",
  ],
  "written-over-a-version": [
    {
      en: "A client that writes may say which version it has read: set -v. The znode has to be created first.",
      fr: "Un client qui écrit peut dire quelle version il a lue\u00a0: set -v. Il faut d'abord créer le znode.",
    },
    "  docker exec zookeeper zookeeper-shell localhost:2181 create /turn nobody",
    "  docker exec zookeeper zookeeper-shell localhost:2181 set -v 0 /turn first",
  ],
  "orders-has-its-setting": async (lab: WorkshopLab) =>
    (await lab.kafka.ownSettings(newTopic)) === undefined ? topicHints : settingHints,
  "produced-without-zookeeper": [
    {
      en: "Between a message and its partition's leader there is no ZooKeeper. Try it: stop ZooKeeper, send a message, start it.",
      fr: "Un message va droit au leader de sa partition, sans passer par ZooKeeper. Essayez\u00a0: arrêtez ZooKeeper, envoyez un message, relancez-le.",
    },
    "  docker stop zookeeper; sleep 1; curl -H 'Content-Type: application/json' -d '\"Who needs ZooKeeper?\"' http://localhost:5101/api/messages; docker start zookeeper",
  ],
  "your-turn": [
    {
      en: "A topic's setting was changed by kafka-configs. Brokers are another type of entity for the same tool.",
      fr: "Le réglage d'un topic a été modifié avec kafka-configs. Pour ce même outil, les brokers sont un autre type d'entité.",
    },
    {
      en: "--entity-type brokers, and --entity-name with the broker's number. Its znode is below /config/brokers.",
      fr: "--entity-type brokers, et --entity-name avec le numéro du broker. Son znode est sous /config/brokers.",
    },
    `  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --entity-type brokers --entity-name 1 --alter --add-config ${cleaners}=2`,
  ],
};

export const hints = hintsFrom(ladders, goOn(9));

async function registrationHints(lab: WorkshopLab): Promise<readonly Text[]> {
  const stopped = [];
  for (const part of ["zookeeper", "kafka"])
    if (!(await lab.inspect(part))?.State.Running) stopped.push(part);
  const [part] = stopped;
  if (!part) {
    return [
      {
        en: "Both run: give the broker a few seconds.",
        fr: "Les deux tournent\u00a0: laissez quelques secondes au broker.",
      },
      {
        en: "If it takes longer than a minute:\n  docker restart kafka",
        fr: "Si cela dure plus d'une minute\u00a0:\n  docker restart kafka",
      },
    ];
  }
  return [{ en: `${part} does not run.`, fr: `${part} ne tourne pas.` }, `  docker start ${part}`];
}

const topicHints: Text[] = [
  { en: "A topic is missing.", fr: "Il manque un topic." },
  "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic orders",
];

const settingHints: Text[] = [
  {
    en: "The topic exists, but with another retention than the lesson's.",
    fr: "Le topic existe, avec une autre rétention que celle de la leçon.",
  },
  `  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --alter --topic orders --add-config retention.ms=${wanted}`,
];
