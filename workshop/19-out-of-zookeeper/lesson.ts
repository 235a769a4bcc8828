import { findKafkaVersion } from "../../common/kafka-versions.ts";
import { readMigrationRecord, type TakenStep } from "../../common/migration.ts";
import { ensureLocalImages, isBuiltHere, kafkaImageOf } from "../../lib/stack/ensure-images.ts";
import { createTopics } from "../authoring/create-topics.ts";
import { startEmpty } from "../authoring/empty-topic.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { answerOf } from "../authoring/polling.ts";
import { nothingLost } from "../traffic/nothing-lost.ts";
import { openTraffic } from "../traffic/record.ts";
import { startUsers } from "../traffic/users.ts";
import { featuresAt, goesBack, nodesOf } from "./observe.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const underWay = "under-way";
const partitions = 2;
const enough = 50;
const newKafka = "4.1";

/** A lab of one broker that follows ZooKeeper and is up, with an empty topic, wherever it was on its way. */
export async function setup(lab: WorkshopLab) {
  openTraffic(lab).clear();
  lab.restoreProgram();
  await lab.ensureUp();
  const ends = await lab.kafka.topicOffsets(topic);
  const others = await lab.kafka.withAdmin((admin) => admin.listTopics());
  const isUsed = ends.some(({ high }) => high > 0) || others.includes(underWay);
  if (isUsed || stepsOf(lab).length > 0) await startEmpty(lab);
}

export const checks: Check[] = [
  {
    id: "rolled-back",
    row: { en: "one step was taken back, and then taken again", fr: "une étape a été défaite, puis refaite" },
    command: "cat .lab/migration/*.json",
    async observe(lab) {
      const steps = stepsOf(lab).map(({ step }) => step);
      return {
        passed: goesBack(steps) && steps.at(-1) === "done",
        expected: { en: "a way with one step back, to done", fr: "un chemin avec un retour, jusqu'à done" },
        observed: steps.join(", ") || { en: "no step yet", fr: "aucune étape" },
      };
    },
  },
  {
    id: "under-way",
    row: {
      en: `${underWay} is there, with two partitions`,
      fr: `${underWay} existe, avec deux partitions`,
    },
    command: `docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic ${underWay}`,
    async observe(lab) {
      const count = await partitionsOf(lab, underWay);
      return {
        passed: count === partitions,
        expected: { en: "two partitions", fr: "deux partitions" },
        observed: count ? `${count}` : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
  {
    id: "done",
    row: {
      en: "the controllers alone hold the metadata, and ZooKeeper is gone",
      fr: "seuls les contrôleurs détiennent les métadonnées, et ZooKeeper n'est plus là",
    },
    command: "./lab doctor",
    async observe(lab) {
      const { brokers, controllers, zookeeper } = await nodesOf(lab);
      return {
        passed: brokers === "kraft" && controllers === "final" && !zookeeper,
        expected: {
          en: "a KRaft broker, a controller that has ended the migration, no ZooKeeper",
          fr: "un broker KRaft, un contrôleur qui a terminé la migration, pas de ZooKeeper",
        },
        observed: {
          en: `broker: ${brokers}, controller: ${controllers}, ZooKeeper: ${zookeeper ? "there" : "gone"}`,
          fr: `broker\u00a0: ${brokers}, contrôleur\u00a0: ${controllers}, ZooKeeper\u00a0: ${zookeeper ? "présent" : "parti"}`,
        },
      };
    },
  },
  {
    id: "under-load",
    row: {
      en: "messages were acknowledged before the first step, and after the last",
      fr: "des messages ont été acquittés avant la première étape, et après la dernière",
    },
    command: "cat .lab/migration/*.json",
    async observe(lab) {
      const steps = stepsOf(lab);
      const [first, last] = [steps[0], steps.at(-1)].map((taken) => Date.parse(taken?.at ?? ""));
      const { acknowledged } = openTraffic(lab).read();
      const before = acknowledged.filter(({ atMs }) => atMs < (first ?? 0)).length;
      const after = acknowledged.filter(({ atMs }) => atMs > (last ?? 0)).length;
      return {
        passed: before > 0 && after > 0,
        expected: { en: "some before, some after", fr: "avant et après" },
        observed: { en: `${before} before, ${after} after`, fr: `${before} avant, ${after} après` },
      };
    },
  },
  nothingLost(topic, enough),
  {
    id: "kafka-4",
    row: {
      en: `broker and controller are Kafka ${newKafka}`,
      fr: `le broker et le contrôleur sont en Kafka ${newKafka}`,
    },
    command: "docker exec kafka kafka-features --bootstrap-server kafka:29092 describe",
    async observe(lab) {
      const broker = (await featuresAt(lab, "kafka")).supported;
      const controller = (await featuresAt(lab, "controller")).supported;
      return {
        passed: isNew(broker) && isNew(controller),
        expected: { en: `both up to ${newKafka}`, fr: `tous deux jusqu'à ${newKafka}` },
        observed: {
          en: `broker up to ${broker ?? "-"}, controller up to ${controller ?? "-"}`,
          fr: `broker jusqu'à ${broker ?? "-"}, contrôleur jusqu'à ${controller ?? "-"}`,
        },
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: `your turn: the metadata has the format of ${newKafka}`,
      fr: `à vous de jouer\u00a0: les métadonnées sont au format de ${newKafka}`,
    },
    command: "docker exec controller kafka-features --bootstrap-controller localhost:29093 describe",
    async observe(lab) {
      // The controller decides; a broker hears of it later.
      const { finalized } = await featuresAt(lab, "controller");
      return {
        passed: isNew(finalized),
        expected: `metadata.version ${newKafka}`,
        observed: finalized ? `metadata.version ${finalized}` : { en: "no answer", fr: "pas de réponse" },
      };
    },
  },
];

/** The whole way under load, as the text goes it. */
export async function solve(lab: WorkshopLab) {
  await setup(lab);
  const users = startUsers(lab);
  try {
    await someMore(lab, users, enough / 2);
    lab.config.set("controllers", 1);
    for (const migration of ["controllers", "brokers"]) await lab.up({ config: { migration } });
    await createUnderWay(lab);
    for (const migration of ["controllers", "brokers", "kraft", "done"])
      await lab.up({ config: { migration } });
    await upgrade(lab);
    await someMore(lab, users, enough / 2);
  } finally {
    await users.stop();
  }
  await raiseFeatures(lab);
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { what: check.row });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** The controller has the topic before the brokers know of it. */
async function createUnderWay(lab: WorkshopLab) {
  const topics = [{ topic: underWay, numPartitions: partitions, replicationFactor: 1 }];
  await createTopics(lab, topics, { waitForLeaders: false });
  await lab.poll(async () => (await answerOf(partitionsOf(lab, underWay))) === partitions, {
    what: { en: `the brokers know ${underWay}`, fr: `les brokers connaissent ${underWay}` },
  });
}

/** Broker and controller at once: with one of each, nobody is there to take over. */
async function upgrade(lab: WorkshopLab) {
  const kafkaImage = await kafkaImageOf(findKafkaVersion(newKafka), lab.stack);
  if (isBuiltHere(kafkaImage)) await ensureLocalImages({ yes: true, also: [kafkaImage], log: () => {} });
  await lab.up({ config: { kafkaImage } });
}

async function raiseFeatures(lab: WorkshopLab) {
  const raise = [
    "kafka-features",
    "--bootstrap-server",
    "kafka:29092",
    "upgrade",
    "--release-version",
    newKafka,
  ];
  await lab.poll(async () => (await lab.exec("kafka", raise)).exitCode === 0, {
    what: { en: "the features are raised", fr: "les fonctionnalités sont relevées" },
  });
}

async function someMore(lab: WorkshopLab, users: ReturnType<typeof startUsers>, more: number) {
  const wanted = users.seen().acknowledged + more;
  await lab.poll(() => users.seen().acknowledged >= wanted, {
    budgetMs: 120_000,
    what: { en: "the users' messages are acknowledged", fr: "les messages du trafic sont acquittés" },
  });
}

const stepsOf = (lab: WorkshopLab): readonly TakenStep[] =>
  readMigrationRecord(lab.stack, lab.dir)?.taken ?? [];

const isNew = (version: string | undefined) => version?.startsWith(`${newKafka}-`) ?? false;

async function partitionsOf(lab: WorkshopLab, name: string) {
  return lab.kafka.withAdmin(async (admin) => {
    if (!(await admin.listTopics()).includes(name)) return 0;
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    return topics[0]?.partitions.length ?? 0;
  });
}
