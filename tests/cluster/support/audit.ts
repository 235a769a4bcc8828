import { randomUUID } from "node:crypto";
import type { Kafka } from "kafkajs";
import { eventually } from "../../support/eventually.ts";
import type { ClusterLab } from "./cluster-lab.ts";
import { type Acknowledged, connectTo, type Load } from "./load.ts";

/** What became of the acknowledged messages; all lists must be empty. */
interface Audit {
  readonly acknowledged: number;
  /** Not at the acknowledged place in the log, with what each reading of the log found there. */
  readonly lost: (Acknowledged & { readonly found: readonly (string | undefined)[] })[];
  /** Messages acknowledged at the same place: two leaders accepted messages at once. */
  readonly twice: string[];
  /** In the log, but never handed out by service-b. */
  readonly unread: string[];
  /** How many of the acknowledged ones are in the log twice; the promise is "at least once". */
  readonly storedAgain: number;
}

/**
 * Reads the whole topic as a new client does, and looks for every acknowledged message at its very place. What one
 * reading does not find is looked for by another one: a message that a reader skipped is in the log.
 */
export async function audit(lab: ClusterLab, load: Load): Promise<Audit> {
  const acknowledged = [...load.acknowledged];
  const unread = () => acknowledged.map(placeOf).filter((place) => !load.read.has(place));
  await eventually("service-b has handed out all", () => unread().length === 0, 120_000).catch(() => {}); // reported below
  await load.stop();
  const log = await readTopic(lab);
  const missing = acknowledged.filter((it) => log.get(placeOf(it)) !== it.message);
  const again = missing.length === 0 ? log : await readTopic(lab);
  const lost = missing.filter((it) => again.get(placeOf(it)) !== it.message);
  if (missing.length > lost.length)
    console.log(
      `a reading of the log skipped ${missing.length - lost.length} messages that another one found`,
    );
  const byPlace = Map.groupBy(acknowledged, placeOf);
  return {
    acknowledged: acknowledged.length,
    lost: lost.map((it) => ({ ...it, found: [log, again].map((read) => read.get(placeOf(it))) })),
    twice: [...byPlace].filter(([, messages]) => messages.length > 1).map(([place]) => place),
    unread: unread(),
    storedAgain: countAgain(acknowledged, [...log.values()]),
  };
}

/** Every message of the load has a text of its own. */
function countAgain(acknowledged: readonly Acknowledged[], stored: readonly string[]): number {
  const texts = new Set(acknowledged.map(({ message }) => message));
  return stored.filter((text) => texts.has(text)).length - texts.size;
}

function placeOf({ partition, offset }: { partition: number; offset: number | string }): string {
  return `${partition}@${offset}`;
}

async function readTopic(lab: ClusterLab): Promise<Map<string, string>> {
  const kafka = connectTo(lab);
  const ends = await eventually("every leader answers where its partition ends", () => readEnds(kafka));
  const missing = new Set(ends.filter(({ offset }) => offset !== "0").map(({ partition }) => partition));
  const log = new Map<string, string>();
  const consumer = kafka.consumer({ groupId: `audit-${randomUUID()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: "message-topic", fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        log.set(placeOf({ partition, offset: message.offset }), message.value?.toString() ?? "");
        const end = ends.find((it) => it.partition === partition)?.offset;
        if (Number(message.offset) >= Number(end) - 1) missing.delete(partition);
      },
    });
    await eventually("the whole topic was read", () => missing.size === 0, 120_000);
  } finally {
    await consumer.disconnect();
  }
  return log;
}

/**
 * A leader that has just been elected does not answer before its followers have fetched from it; kafkajs gives up then.
 */
async function readEnds(kafka: Kafka) {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await admin.fetchTopicOffsets("message-topic");
  } catch (error) {
    if ((error as { type?: string }).type === "LEADER_NOT_AVAILABLE") return undefined;
    throw error;
  } finally {
    await admin.disconnect();
  }
}
