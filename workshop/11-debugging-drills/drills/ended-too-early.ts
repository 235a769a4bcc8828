import { createTopics } from "../../authoring/create-topics.ts";
import { replaceIn, revertFile } from "../../authoring/drill-edits.ts";
import { beginAnew, beginStep, controllersFile, migrationFlag } from "../../authoring/drill-migration.ts";
import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

const topic = "made-too-late";

export const level = 3;

export const after = "out-of-zookeeper";

export const symptom = {
  en: `In the middle of the migration out of ZooKeeper somebody restarted the controller. All works, except that new topics are created and nobody finds them, such as ${topic}.`,
  fr: `En pleine sortie de ZooKeeper, quelqu'un a redémarré le contrôleur. Tout marche, sauf que l'on crée des topics que personne ne trouve ensuite, par exemple ${topic}.`,
};

export async function breakIt(lab: WorkshopLab) {
  await lab.up({ config: { controllers: 1, migration: "controllers" } });
  await lab.up({ config: { migration: "brokers" } });
  replaceIn(lab, controllersFile, migrationFlag, "");
  await beginStep(lab, "controller");
  await createTopics(lab, [{ topic, numPartitions: 1, replicationFactor: 1 }], { waitForLeaders: false });
}

const newTopicIsFound: Check = {
  id: "new-topic",
  row: { en: `the brokers know the topic ${topic}`, fr: `les brokers connaissent le topic ${topic}` },
  command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --list",
  async observe(lab) {
    const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
    const others = topics.filter((name) => !name.startsWith("__")).join(", ");
    return { passed: topics.includes(topic), expected: topic, observed: others || "-" };
  },
};

export const checks = [newTopicIsFound, servicesReady];

export const hints: Text[] = [
  {
    en: "Who creates topics at this step, and how do brokers learn of them? They still follow ZooKeeper's way:\n  docker exec zookeeper zookeeper-shell localhost:2181 ls /brokers/topics",
    fr: "Qui crée les topics à cette étape, et comment les brokers l'apprennent-ils\u00a0? Ils suivent encore ZooKeeper\u00a0:\n  docker exec zookeeper zookeeper-shell localhost:2181 ls /brokers/topics",
  },
  {
    en: "The controller has the topic, and writes to ZooKeeper no more. It said so when it started:\n  docker logs controller 2>&1 | grep -i 'migration state'",
    fr: "Le contrôleur a le topic, et n'écrit plus dans ZooKeeper. Il l'a dit en démarrant\u00a0:\n  docker logs controller 2>&1 | grep -i 'migration state'",
  },
  {
    en: `It has ended the migration, and from there the only way is forward. The brokers have to follow it:\n  git checkout ${controllersFile}\n  ./lab config set migration done\n  ./lab up`,
    fr: `Il a mis fin à la migration, et de là on ne peut plus qu'avancer. Les brokers doivent le suivre\u00a0:\n  git checkout ${controllersFile}\n  ./lab config set migration done\n  ./lab up`,
  },
];

export const cures = [
  {
    text: {
      en: `the line back in ${controllersFile}; migration done, ./lab up`,
      fr: `la ligne remise dans ${controllersFile}\u00a0; migration done, ./lab up`,
    },
    async run(lab: WorkshopLab) {
      revertFile(lab, controllersFile);
      await lab.up({ config: { migration: "done" } });
    },
  },
];

export const restore = beginAnew;

export const explanation = {
  en: "The controller was started without zookeeper.metadata.migration.enable while the brokers still followed ZooKeeper. It took that for the end of the migration: it writes changes into its own log only, and the brokers see none of them. Kafka accepts it without a word, and there is no way back.",
  fr: "Le contrôleur a démarré sans zookeeper.metadata.migration.enable alors que les brokers suivaient encore ZooKeeper. Il y a vu la fin de la migration\u00a0: il n'écrit plus que dans son propre journal, et les brokers n'en voient rien. Kafka l'accepte sans un mot, et il n'y a pas de retour.",
};
