import { createTopics } from "../../authoring/create-topics.ts";
import { deleteTopics } from "../../authoring/delete-topics.ts";
import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";

const topic = "audit";

export const level = 1;

export const symptom = {
  en: `A new program writes to the topic "${topic}" and gets UNKNOWN_TOPIC_OR_PARTITION, for minutes. Its author says that it worked at once on another machine.`,
  fr: `Un nouveau programme écrit dans le topic «\u00a0${topic}\u00a0» et reçoit UNKNOWN_TOPIC_OR_PARTITION, pendant des minutes. Son auteur dit que sur une autre machine, il a marché tout de suite.`,
};

export const breakIt = (lab: WorkshopLab) => deleteTopics(lab, [topic]);

export const checks: Check[] = [
  {
    id: "topic-exists",
    row: { en: `the topic ${topic} is there`, fr: `le topic ${topic} existe` },
    command: `docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic ${topic}`,
    async observe(lab) {
      const topics = (await lab.kafka.withAdmin((admin) => admin.listTopics())).filter(
        (name) => !name.startsWith("__"),
      );
      return { passed: topics.includes(topic), expected: topic, observed: topics.join(", ") };
    },
  },
];

export const hints: Text[] = [
  {
    en: "Which topics are there?\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --list",
    fr: "Quels topics y a-t-il\u00a0?\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --list",
  },
  {
    en: "Kafka can create topics by itself, but here it may not:\n  docker exec kafka printenv KAFKA_AUTO_CREATE_TOPICS_ENABLE",
    fr: "Kafka sait créer des topics de lui-même\u00a0; ici, il n'en a pas le droit\u00a0:\n  docker exec kafka printenv KAFKA_AUTO_CREATE_TOPICS_ENABLE",
  },
  `  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic ${topic} --partitions 3`,
];

export const cures = [
  {
    text: { en: "create the topic explicitly", fr: "créer le topic explicitement" },
    run: (lab: WorkshopLab) => createTopics(lab, [{ topic, numPartitions: 3 }]),
  },
];

/** Leaves no topic that the lab did not have. */
export async function restore(lab: WorkshopLab) {
  await lab.ensureUp();
  await breakIt(lab);
}

export const explanation = {
  en: "Nobody had created the topic, and the broker may not do so by itself (auto.create.topics.enable is false here, and true by Kafka's default). A misspelled name then fails, instead of becoming a topic of its own.",
  fr: "Personne n'avait créé le topic, et le broker n'a pas le droit de le faire seul (auto.create.topics.enable vaut false ici, et true par défaut dans Kafka). Un nom mal écrit échoue alors, au lieu de devenir un topic de plus.",
};
