import type { Check, Text, WorkshopLab } from "../../authoring/lesson.ts";

const topic = "message-topic";
const wrong = { "retention.ms": "1000", "segment.ms": "1000" };
/** Less than this is no retention that somebody could want here. */
const atLeastMs = 3_600_000;

export const level = 3;

export const symptom = {
  en: "Messages that were not read in time are gone. Nobody changed the program, and ./lab preview finds nothing to do.",
  fr: "Les messages que personne n'a lus à temps ont disparu. Personne n'a touché au programme, et ./lab preview ne trouve rien à faire.",
};

export async function breakIt(lab: WorkshopLab) {
  await lab.kafka.setOwnSettings(topic, { ...(await lab.kafka.ownSettings(topic)), ...wrong });
}

export const checks: Check[] = [
  {
    id: "retention",
    row: {
      en: `${topic} keeps its messages for at least an hour`,
      fr: `${topic} garde ses messages au moins une heure`,
    },
    command: `docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --entity-type topics --entity-name ${topic}`,
    async observe(lab) {
      const own = (await lab.kafka.ownSettings(topic))?.["retention.ms"];
      const asTheBroker = { en: "as long as the broker says", fr: "aussi longtemps que le dit le broker" };
      return {
        passed: own === undefined || Number(own) < 0 || Number(own) >= atLeastMs,
        expected: {
          en: `no retention.ms of its own, or ${atLeastMs} and more`,
          fr: `pas de retention.ms propre, ou ${atLeastMs} et plus`,
        },
        observed: own === undefined ? asTheBroker : `retention.ms=${own}`,
      };
    },
  },
];

const configs = `docker exec kafka kafka-configs --bootstrap-server kafka:29092 --entity-type topics --entity-name ${topic}`;

export const hints: Text[] = [
  {
    en: "The program does not describe everything: Kafka keeps what belongs to the topic.",
    fr: "Le programme ne décrit pas tout\u00a0: ce qui appartient au topic est gardé par Kafka.",
  },
  {
    en: `Which settings does the topic have of its own?\n  ${configs} --describe`,
    fr: `Quels réglages propres le topic a-t-il\u00a0?\n  ${configs} --describe`,
  },
  {
    en: `Remove both, or set a retention on purpose:\n  ${configs} --alter --delete-config retention.ms,segment.ms`,
    fr: `Enlevez les deux, ou choisissez une rétention\u00a0:\n  ${configs} --alter --delete-config retention.ms,segment.ms`,
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
  await removeSettings(lab);
}

export const explanation = {
  en: `${topic} had a retention of one second and segments of one second. Kafka deletes whole segments some time after they have expired; the setting is the topic's own, so neither preview nor refresh can see it.`,
  fr: `${topic} avait une rétention d'une seconde et des segments d'une seconde. Kafka supprime des segments entiers quelque temps après leur expiration\u00a0; le réglage est celui du topic, si bien que ni preview ni refresh ne peuvent le voir.`,
};

/** Only the values of the drill: one that was set on purpose stays. */
async function removeSettings(lab: WorkshopLab) {
  const own = Object.entries((await lab.kafka.ownSettings(topic)) ?? {});
  const kept = own.filter(([name, value]) => value !== (wrong as Record<string, string>)[name]);
  if (kept.length < own.length) await lab.kafka.setOwnSettings(topic, Object.fromEntries(kept));
}
