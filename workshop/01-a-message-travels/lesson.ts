import { startEmpty } from "../authoring/empty-topic.ts";
import { goOn, hintsFrom, whyNotReady } from "../authoring/hints.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";
import { servicesReady } from "../authoring/shared-checks.ts";

const topic = "message-topic";
const group = "message-group";
const colors = ["red", "green", "blue"];
const whileAway = "sent while nobody reads";

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
      fr: "la leçon commence avec un labo qui tourne ; service-b est arrêté puis relancé en chemin",
    },
  },
  {
    id: "three-were-sent",
    row: { en: "red, green and blue are in the topic", fr: "red, green et blue sont dans le topic" },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --from-beginning --timeout-ms 5000",
    async observe(lab) {
      const sent = await messagesOf(lab);
      const missing = colors.filter((color) => !sent.some(({ value }) => value === color));
      const places = sent.map(({ value, partition, offset }) => `${value} [[${partition}]] @${offset}`);
      return {
        passed: missing.length === 0,
        expected: { en: "each of them, since the lesson began", fr: "chacun, depuis le début de la leçon" },
        observed: list(places),
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
      const waiting = await messagesWaiting(lab, sent);
      return {
        passed: sent.length >= 3 && waiting.length === 0,
        expected: { en: "3 or more sent, none waiting", fr: "3 envoyés ou plus, aucun en attente" },
        observed: {
          en: `${sent.length} sent, ${waiting.length} waiting`,
          fr: `${sent.length} envoyés, ${waiting.length} en attente`,
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
    command: "docker inspect service-b --format '{{.State.StartedAt}}'",
    async observe(lab) {
      const sent = (await messagesOf(lab)).find(({ value }) => value === whileAway);
      const started = (await lab.inspect("service-b"))?.State.StartedAt;
      return {
        passed: sent !== undefined && started !== undefined && Date.parse(started) > sent.timestamp,
        expected: {
          en: `"${whileAway}" first, service-b started after it`,
          fr: `d'abord « ${whileAway} », puis le démarrage de service-b`,
        },
        observed: {
          en: `${sent ? `sent at ${clock(sent.timestamp)}` : "not sent"}, service-b started at ${clock(started)}`,
          fr: `${sent ? `envoyé à ${clock(sent.timestamp)}` : "pas envoyé"}, service-b démarré à ${clock(started)}`,
        },
      };
    },
  },
];

const ladders = {
  "services-are-ready": (lab: WorkshopLab) => whyNotReady(lab),
  "three-were-sent": [
    {
      en: 'The section "Send one" shows how a message is sent.',
      fr: "La section « Envoyer un message » montre comment envoyer.",
    },
    {
      en: "The row shows what has arrived; send those of red, green and blue that are missing.",
      fr: "La ligne montre ce qui est arrivé ; envoyez ce qui manque de red, green et blue.",
    },
    {
      en: `For red:\n  ${post("red")}`,
      fr: `Pour red :\n  ${post("red")}`,
    },
  ],
  "all-were-read": [
    { en: "A message waits until somebody asks for it.", fr: "Un message attend que quelqu'un le demande." },
    { en: "Each GET to service-b hands out one.", fr: "Chaque GET vers service-b en remet un." },
    {
      en: "Repeat until the answer is empty:\n  curl 'http://localhost:5102/api/messages?timeout=1'",
      fr: "Répétez jusqu'à une réponse vide :\n  curl 'http://localhost:5102/api/messages?timeout=1'",
    },
  ],
  "sent-while-away": [
    {
      en: "What is sent while service-b is stopped must be older than its last start.",
      fr: "Ce qui est envoyé pendant l'arrêt de service-b est plus vieux que son dernier démarrage.",
    },
    {
      en: 'In this order: docker stop service-b; POST "sent while nobody reads"; docker start service-b',
      fr: 'Dans cet ordre : docker stop service-b ; POST "sent while nobody reads" ; docker start service-b',
    },
    {
      en: `The POST:\n  ${post(whileAway)}`,
      fr: `Le POST :\n  ${post(whileAway)}`,
    },
  ],
};

export const hints = hintsFrom(ladders, goOn(1));

export async function solve(lab: WorkshopLab) {
  await lab.ensureUp();
  for (const color of colors) await lab.http.post(color);
  const serviceB = lab.docker.getContainer(lab.nameOf("service-b"));
  await serviceB.stop();
  await lab.http.post(whileAway);
  await serviceB.start();
  await lab.ensureUp();
  await lab.poll(() => readWaiting(lab), {
    what: { en: "service-b hands out the waiting messages", fr: "service-b remet ce qui attend" },
  });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

function post(message: string) {
  return `curl -H 'Content-Type: application/json' -d '"${message}"' http://localhost:5101/api/messages`;
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

/** Reads the messages waiting for service-b; false if there are so many that reading them would take long. */
async function readWaiting(lab: WorkshopLab) {
  for (let read = 0; read < 100; read += 1) {
    const { status } = await lab.http.get({ timeoutSeconds: 1 });
    if (status === 204) return true;
  }
  return false;
}

function list(texts: string[]): Text {
  return texts.length > 0 ? texts.join(", ") : { en: "nothing yet", fr: "rien pour l'instant" };
}

function clock(time: string | number | undefined) {
  return time === undefined ? "-" : new Date(time).toISOString().slice(11, 19);
}
