import { goOn } from "../authoring/hints.ts";
import type { Check, Row, Text, WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";

const messageTopic = "message-topic";
const newTopic = "orders";
const retention = "retention.ms";
const wanted = "3600000";

/** A lab with an empty topic, and a ZooKeeper that has never been stopped. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.destroy();
  await lab.ensureUp();
}

export const checks: Check[] = [
  {
    id: "broker-registered",
    row: {
      en: "broker 1 is registered in ZooKeeper",
      fr: "le broker 1 est enregistré dans ZooKeeper",
    },
    command: "docker exec zookeeper zookeeper-shell localhost:2181 ls /brokers/ids",
    startsTrue: {
      en: "the lesson begins with a sound lab; ZooKeeper is stopped and started meanwhile",
      fr: "la leçon commence avec un labo sain ; ZooKeeper est arrêté puis relancé en route",
    },
    async observe(lab) {
      const list = ["zookeeper-shell", "localhost:2181", "ls", "/brokers/ids"];
      const { stdout } = await lab.exec("zookeeper", list);
      const ids = /^\[.*\]$/m.exec(stdout)?.[0] ?? "";
      return { passed: ids === "[1]", expected: "[1]", observed: ids || "?" };
    },
  },
  {
    id: "produced-without-zookeeper",
    row: {
      en: "a message was produced while ZooKeeper was stopped",
      fr: "un message a été produit pendant que ZooKeeper était arrêté",
    },
    command: "docker inspect zookeeper --format '{{.State.FinishedAt}} {{.State.StartedAt}}'",
    async observe(lab) {
      const [from, to] = await lastPause(lab);
      if (!from || !to) return neverStopped;
      const messages = await lab.kafka.read(messageTopic);
      const during = messages.filter(({ timestamp }) => timestamp > from && timestamp < to).length;
      const span = `${new Date(from).toISOString()} .. ${new Date(to).toISOString()}`;
      return {
        passed: during > 0,
        expected: { en: `a message from ${span}`, fr: `un message de ${span}` },
        observed: { en: `${during} of ${messages.length}`, fr: `${during} sur ${messages.length}` },
      };
    },
  },
  {
    id: "orders-has-its-setting",
    row: {
      en: "the topic orders is there, with a retention of one hour",
      fr: "le topic orders existe, avec une rétention d'une heure",
    },
    command: "docker exec zookeeper zookeeper-shell localhost:2181 get /config/topics/orders",
    async observe(lab) {
      const settings = await lab.kafka.ownSettings(newTopic);
      const value = settings?.[retention];
      return {
        passed: value === wanted,
        expected: `${retention}=${wanted}`,
        observed: settings ? `${retention}=${value ?? "-"}` : { en: "no such topic", fr: "pas de tel topic" },
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]> {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(9);
  if (failing === "broker-registered") return registrationHints(lab);
  if (failing === "produced-without-zookeeper") return pauseHints;
  return (await lab.kafka.ownSettings(newTopic)) === undefined ? topicHints : settingHints;
}

export async function solve(lab: WorkshopLab) {
  await lab.ensureUp();
  await lab.docker.getContainer(lab.nameOf("zookeeper")).stop();
  await lab.kafka.send(messageTopic, [{ value: "Who needs ZooKeeper?" }]);
  await lab.docker.getContainer(lab.nameOf("zookeeper")).start();
  await lab.poll(() => succeeds(makeTopic(lab)), {
    what: { en: "the broker creates the topic orders", fr: "le broker crée le topic orders" },
  });
  await lab.poll(async () => (await checks[0]?.observe(lab))?.passed, {
    what: { en: "broker 1 is registered in ZooKeeper", fr: "le broker 1 est enregistré dans ZooKeeper" },
  });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Retries until the broker has found ZooKeeper again. */
async function makeTopic(lab: WorkshopLab) {
  const topics = [{ topic: newTopic, numPartitions: 1, replicationFactor: 1 }];
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics }));
  await lab.kafka.setOwnSettings(newTopic, { [retention]: wanted });
}

/** The last time that ZooKeeper was down, from and to; while it is down, until now. */
async function lastPause(lab: WorkshopLab) {
  const seen = await lab.inspect("zookeeper");
  if (!seen) return [];
  const { FinishedAt, StartedAt, Running } = seen.State;
  const finishedMs = Date.parse(FinishedAt);
  if (!(finishedMs > 0)) return []; // Docker writes the year 1 for never
  return [finishedMs, Running ? Date.parse(StartedAt) : Date.now()];
}

async function registrationHints(lab: WorkshopLab): Promise<readonly Text[]> {
  const stopped = [];
  for (const part of ["zookeeper", "kafka"])
    if (!(await lab.inspect(part))?.State.Running) stopped.push(part);
  const [part] = stopped;
  if (!part) {
    return [
      {
        en: "Both run: give the broker a few seconds.",
        fr: "Les deux tournent : laissez quelques secondes au broker.",
      },
      {
        en: "And if it takes longer: docker restart kafka",
        fr: "Et si c'est plus long : docker restart kafka",
      },
    ];
  }
  return [{ en: `${part} does not run.`, fr: `${part} ne tourne pas.` }, `  docker start ${part}`];
}

const neverStopped = {
  passed: false,
  expected: { en: "a message sent while it was stopped", fr: "un message envoyé pendant son arrêt" },
  observed: { en: "it has never been stopped", fr: "il n'a jamais été arrêté" },
};

const pauseHints: Text[] = [
  {
    en: "Between a message and its partition's leader, there is no ZooKeeper. Try it.",
    fr: "Entre un message et le leader de sa partition, il n'y a pas de ZooKeeper. Essayez.",
  },
  {
    en: "docker stop zookeeper, send a message as in the lesson, docker start zookeeper",
    fr: "docker stop zookeeper, envoyez un message comme dans la leçon, docker start zookeeper",
  },
];

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
