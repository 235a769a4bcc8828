import { startEmpty } from "../authoring/empty-topic.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";
import { isWithin, pausesOf, serviceLog } from "../authoring/service-log.ts";
import { servicesReady } from "../authoring/shared-checks.ts";
import { colors, whileAway } from "./hints.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const group = "message-group";
const readAll =
  "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --from-beginning --timeout-ms 5000";

/** A lab that is up, three partitions, nothing waiting for service-b; messages sent from now on are the learner's. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  if ((await lab.kafka.topicOffsets(topic)).length !== 3 || !(await readWaiting(lab))) await startEmpty(lab);
  lab.notes.set("start", await lab.kafka.topicOffsets(topic));
}

export const checks: Check[] = [
  {
    ...servicesReady,
    startsTrue: {
      en: "the lesson begins with a lab that is up; service-b is stopped and started again on the way",
      fr: "la leçon commence avec un labo qui tourne\u00a0; service-b est arrêté puis relancé en chemin",
    },
  },
  {
    id: "three-were-sent",
    row: { en: "red, green and blue are in the topic", fr: "red, green et blue sont dans le topic" },
    command: readAll,
    async observe(lab) {
      const sent = await messagesOf(lab);
      const missing = colors.filter((color) => !sent.some(({ value }) => value === color));
      return {
        passed: missing.length === 0,
        expected: { en: "each of them, since the lesson began", fr: "chacun, depuis le début de la leçon" },
        observed: list(sent.map(place)),
      };
    },
  },
  {
    id: "all-were-read",
    row: { en: "service-b has handed out every message", fr: "service-b a remis tous les messages" },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group",
    async observe(lab) {
      const sent = await messagesOf(lab);
      const waiting = (await messagesWaiting(lab, sent)).length;
      const skipped = (await notHandedOut(lab, sent)).length - waiting;
      return {
        passed: sent.length >= 3 && waiting === 0 && skipped <= 0,
        expected: {
          en: "3 or more sent, none waiting, each handed out by service-b",
          fr: "3 envoyés ou plus, aucun en attente, chacun remis par service-b",
        },
        observed: {
          en: `${sent.length} sent, ${waiting} waiting, ${Math.max(0, skipped)} skipped`,
          fr: `${sent.length} envoyés, ${waiting} en attente, ${Math.max(0, skipped)} sautés`,
        },
      };
    },
  },
  {
    id: "sent-while-away",
    row: {
      en: "a message was sent while service-b was stopped",
      fr: "un message a été envoyé pendant que service-b était arrêté",
    },
    command: "docker inspect service-b --format '{{.State.FinishedAt}} {{.State.StartedAt}}'",
    async observe(lab) {
      const [sent, pauses] = await Promise.all([messagesOf(lab), pausesOf(lab, "service-b")]);
      const found = sent.filter(({ timestamp }) => isWithin(pauses, timestamp));
      return {
        passed: found.length > 0,
        expected: {
          en: "one sent after a stop of service-b and before its next start",
          fr: "un message envoyé entre un arrêt de service-b et le démarrage suivant",
        },
        observed: {
          en: found.map(place).join(", ") || `none of ${sent.length}`,
          fr: found.map(place).join(", ") || `aucun sur ${sent.length}`,
        },
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: a message with a letter that is not on an English keyboard came through whole",
      fr: "à vous de jouer\u00a0: un message avec un caractère absent d'un clavier anglais est arrivé intact",
    },
    command: readAll,
    async observe(lab) {
      const sent = (await messagesOf(lab)).filter(({ value }) => isBeyondAscii(value ?? ""));
      const unread = await notHandedOut(lab, sent);
      return {
        passed: sent.length > unread.length,
        expected: {
          en: "one with a character beyond ASCII, sent and handed out",
          fr: "un message avec un caractère hors de l'ASCII, envoyé et remis",
        },
        observed: {
          en: `${sent.length} sent, ${sent.length - unread.length} handed out`,
          fr: `${sent.length} envoyés, ${sent.length - unread.length} remis`,
        },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await lab.ensureUp();
  for (const color of colors) await lab.http.post(color);
  const serviceB = lab.docker.getContainer(lab.nameOf("service-b"));
  await serviceB.stop();
  await lab.http.post(whileAway);
  await serviceB.start();
  await lab.ensureUp();
  await lab.http.post("naïve café");
  await lab.poll(() => readWaiting(lab), {
    what: { en: "service-b hands out the waiting messages", fr: "service-b remet ce qui attend" },
  });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** The messages sent to the topic since the lesson began. */
async function messagesOf(lab: WorkshopLab): Promise<StoredMessage[]> {
  return lab.kafka.read(topic, { since: lab.notes.get("start") });
}

/** Those that message-group has not committed; the commit comes a moment after the answer. */
async function messagesWaiting(lab: WorkshopLab, sent: StoredMessage[]) {
  const deadlineMs = performance.now() + 2_000;
  return lab.poll(
    async () => {
      const offsets = await lab.kafka.groupOffsets(group);
      const next = (of: number) => offsets.find((each) => each.partition === of)?.offset ?? 0;
      const waiting = sent.filter(({ partition, offset }) => offset >= next(partition));
      return (waiting.length === 0 || performance.now() > deadlineMs) && waiting;
    },
    { what: { en: "Kafka reports what is committed", fr: "Kafka dit ce qui est validé" } },
  );
}

/** Those that service-b has given to nobody, as it logs each one; what came before its container cannot be known. */
async function notHandedOut(lab: WorkshopLab, sent: StoredMessage[]) {
  const created = Date.parse((await lab.inspect("service-b"))?.Created ?? "");
  const given = (await serviceLog(lab, "service-b")).filter(({ status }) => status === 200);
  const places = new Set(given.map(({ partition, offset }) => `${partition} ${offset}`));
  return sent.filter(
    ({ partition, offset, timestamp }) => timestamp > created && !places.has(`${partition} ${offset}`),
  );
}

/** Reads the messages waiting for service-b; false if there are so many that reading them would take long. */
async function readWaiting(lab: WorkshopLab) {
  for (let read = 0; read < 100; read += 1) {
    const { status } = await lab.http.get({ timeoutSeconds: 1 });
    if (status === 204) return true;
  }
  return false;
}

/** A character that has been replaced because it could not be read is none. */
function isBeyondAscii(text: string) {
  return [...text].some((character) => character > "\u007f" && character !== "\ufffd");
}

function place({ value, partition, offset }: StoredMessage) {
  return `${value} [[${partition}]] @${offset}`;
}

function list(texts: string[]): Text {
  return texts.length > 0 ? texts.join(", ") : { en: "nothing yet", fr: "rien pour l'instant" };
}
