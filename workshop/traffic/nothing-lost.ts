import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { type Acknowledged, openTraffic, placeOf } from "./record.ts";

const describeGroup =
  "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group";

/** The audit of what the users were told: at least this many were acknowledged, and each is in the log and was read. */
export function nothingLost(topic: string, enough: number, command = describeGroup): Check {
  return {
    id: "nothing-lost",
    row: {
      en: "every acknowledged message is in the log at its place, and was read",
      fr: "chaque message acquitté est à sa place dans le journal, et a été lu",
    },
    command,
    async observe(lab) {
      const { acknowledged } = openTraffic(lab).read();
      const lost = (await missingIn(lab, topic, await missingIn(lab, topic, acknowledged))).length;
      const unread = (await unreadIn(lab, topic, acknowledged)).length;
      return {
        passed: acknowledged.length >= enough && lost === 0 && unread === 0,
        expected: {
          en: `${enough} or more acknowledged, 0 lost, 0 unread`,
          fr: `${enough} ou plus acquittés, 0 perdu, 0 non lu`,
        },
        observed: {
          en: `${acknowledged.length} acknowledged, ${lost} lost, ${unread} unread`,
          fr: `${acknowledged.length} acquittés, ${lost} perdus, ${unread} non lus`,
        },
      };
    },
  };
}

/** Those that one reading of the log does not find; a reader may skip what another one finds. */
async function missingIn(
  lab: WorkshopLab,
  topic: string,
  messages: readonly Acknowledged[],
): Promise<Acknowledged[]> {
  if (messages.length === 0) return [];
  const stored = await lab.kafka.read(topic, { budgetMs: 60_000 });
  const log = new Map(stored.map((message) => [placeOf(message), message.value]));
  return messages.filter((each) => log.get(placeOf(each)) !== each.message);
}

/** Whoever took a message has read it, the users or the learner: service-b commits only what it has handed over. */
async function unreadIn(
  lab: WorkshopLab,
  topic: string,
  messages: readonly Acknowledged[],
): Promise<Acknowledged[]> {
  const handedOut = new Set(
    openTraffic(lab)
      .read()
      .reads.map(({ place }) => place),
  );
  const committed = await lab.kafka.groupOffsets("message-group");
  const positions = new Map(
    committed.filter((each) => each.topic === topic).map(({ partition, offset = 0 }) => [partition, offset]),
  );
  return messages.filter(
    (each) => !handedOut.has(placeOf(each)) && each.offset >= (positions.get(each.partition) ?? 0),
  );
}
