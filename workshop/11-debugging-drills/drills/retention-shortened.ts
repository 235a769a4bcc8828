import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";

const topic = "message-topic";

export const symptom = {
  en: "Messages that were not read in time are gone. Nobody changed the program, and ./lab preview finds nothing to do.",
  fr: "Les messages que personne n'a lus à temps ont disparu. Personne n'a touché au programme, et ./lab preview ne trouve rien à faire.",
};

export async function breakIt(lab: WorkshopLab) {
  await lab.kafka.setOwnSettings(topic, { "retention.ms": "1000", "segment.ms": "1000" });
}

export const checks: Check[] = [
  {
    id: "retention",
    row: {
      en: `${topic} keeps messages as long as the broker says`,
      fr: `${topic} garde ses messages aussi longtemps que le dit le broker`,
    },
    command: `docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --entity-type topics --entity-name ${topic}`,
    async observe(lab) {
      const own = await ownSettings(lab);
      return {
        passed: own.length === 0,
        expected: { en: "no setting of its own", fr: "aucun réglage propre" },
        observed: own.join(", ") || { en: "no setting of its own", fr: "aucun réglage propre" },
      };
    },
  },
];

export const hints: Text[] = [
  {
    en: "The program does not describe everything: Kafka keeps what belongs to the topic.",
    fr: "Le programme ne décrit pas tout. Ce qui appartient au topic est gardé par Kafka.",
  },
  `  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --entity-type topics --entity-name ${topic}`,
  {
    en: "The same command with --alter --delete-config retention.ms,segment.ms instead of --describe",
    fr: "La même commande avec --alter --delete-config retention.ms,segment.ms au lieu de --describe",
  },
];

export const cures = [
  {
    text: {
      en: "kafka-configs --alter --delete-config retention.ms,segment.ms",
      fr: "kafka-configs --alter --delete-config retention.ms,segment.ms",
    },
    run: removeSettings,
  },
];

export async function restore(lab: WorkshopLab) {
  await lab.ensureUp();
  if ((await ownSettings(lab)).length > 0) await removeSettings(lab);
}

export const explanation = {
  en: `${topic} had a retention of one second and segments of one second. Kafka deletes whole segments some time after they have expired; the setting is the topic's own, so neither preview nor refresh can see it.`,
  fr: `${topic} avait une rétention d'une seconde et des segments d'une seconde. Kafka supprime des segments entiers quelque temps après leur expiration ; le réglage est celui du topic, si bien que ni preview ni refresh ne peuvent le voir.`,
};

async function removeSettings(lab: WorkshopLab) {
  await lab.kafka.setOwnSettings(topic, {});
}

async function ownSettings(lab: WorkshopLab) {
  const settings = Object.entries((await lab.kafka.ownSettings(topic)) ?? {});
  return settings
    .filter(([name]) => /^(retention|segment)\.ms$/.test(name))
    .map(([name, value]) => `${name}=${value}`);
}
