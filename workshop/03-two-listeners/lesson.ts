import { splitAddress } from "../../lib/trace/path.ts";
import { walkInContainer } from "../../lib/trace/walk-in-container.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";
import { isWithin, pausesOf } from "../authoring/service-log.ts";
import { advertisedSince, brokenHop, externalAddress, leadsNowhere } from "./addresses.ts";
import { advertisedLine, brokenLine, listenersFile } from "./hints.ts";
import { runServiceHere } from "./run-service-here.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const internal = "kafka:29092";
/** The header that service-a gives to every message. */
const ofServiceA = "x-request-id";

/** The original lab; messages, registrations and stops count from here. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  lab.notes.set("ends", await lab.kafka.topicOffsets(topic));
  lab.notes.set("address", await externalAddress(lab));
  lab.notes.set("begunMs", Date.now());
}

export const checks: Check[] = [
  {
    id: "own-client-wrote",
    row: {
      en: "a client of yours has written to Kafka, without service-a",
      fr: "un client à vous a écrit dans Kafka, sans service-a",
    },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --from-beginning --timeout-ms 5000 --property print.headers=true",
    async observe(lab) {
      const messages = await messagesOf(lab);
      const own = messages.filter(({ headers }) => headers[ofServiceA] === undefined);
      return {
        passed: own.length > 0,
        expected: {
          en: `a message in ${topic} without service-a's header ${ofServiceA}`,
          fr: `un message dans ${topic} sans l'en-tête ${ofServiceA} de service-a`,
        },
        observed: {
          en: `${own.length} of ${messages.length} new messages`,
          fr: `${own.length} sur ${messages.length} nouveaux messages`,
        },
      };
    },
  },
  {
    id: "service-a-ran-here",
    row: {
      en: "service-a has run on this machine, and is back in its container",
      fr: "service-a a tourné sur cette machine, et il est de retour dans son conteneur",
    },
    command: "docker inspect service-a --format '{{.State.Status}} {{.State.FinishedAt}}'",
    async observe(lab) {
      const [messages, pauses] = await Promise.all([messagesOf(lab), pausesOf(lab, "service-a")]);
      const state = (await lab.inspect("service-a"))?.State;
      const sent = messages.filter(
        ({ headers, timestamp }) => headers[ofServiceA] !== undefined && isWithin(pauses, timestamp),
      );
      return {
        passed: sent.length > 0 && state?.Running === true,
        expected: {
          en: "a message from service-a while its container was stopped; now the container runs",
          fr: "un message de service-a pendant l'arrêt de son conteneur, qui tourne maintenant",
        },
        observed: {
          en: `${sent.length} of ${messages.length} new messages; the container: ${state?.Status ?? "not there"}`,
          fr: `${sent.length} sur ${messages.length} nouveaux messages\u00a0; le conteneur\u00a0: ${state?.Status ?? "absent"}`,
        },
      };
    },
  },
  {
    id: "external-repaired",
    row: {
      en: "the external listener led nowhere, and leads to the broker again",
      fr: "le listener externe ne menait nulle part, et il mène de nouveau au broker",
    },
    command: "./lab trace --from host --to external",
    async observe(lab) {
      const now = await externalAddress(lab);
      const before = await advertisedSince(lab, lab.notes.get("begunMs"));
      const published = [now, lab.notes.get("address"), lab.kafka.bootstrap()];
      const ports = published.map((address) => splitAddress(address)?.port);
      const wrong = before.find((address) => leadsNowhere(address, ports));
      return {
        passed: wrong !== undefined && now === lab.kafka.bootstrap(),
        expected: {
          en: `first an address that no client here can use, then ${lab.kafka.bootstrap()}`,
          fr: `d'abord une adresse inutilisable ici, puis ${lab.kafka.bootstrap()}`,
        },
        observed: {
          en: `${wrong ?? "no such address"}, now ${now}`,
          fr: `${wrong ?? "aucune adresse de ce genre"}, maintenant ${now}`,
        },
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: clients outside reach the broker at another address than at the start",
      fr: "à vous de jouer\u00a0: les clients de l'extérieur joignent le broker à une autre adresse qu'au début",
    },
    command: "./lab trace --from host --to external",
    async observe(lab) {
      const now = await externalAddress(lab);
      const broken = await brokenHop(lab.kafka.bootstrap());
      const start = lab.notes.get("address");
      return {
        passed: now !== start && broken === undefined,
        expected: {
          en: `not ${start}, and a message goes out and comes back`,
          fr: `pas ${start}, et un message fait l'aller et retour`,
        },
        observed: broken
          ? `${now}: ${broken.seen}`
          : { en: `${now}, and the way is whole`, fr: `${now}, et le chemin est entier` },
      };
    },
  },
  {
    id: "internal-unhurt",
    row: {
      en: "inside Docker, the internal listener leads to the broker",
      fr: "dans Docker, le listener interne mène au broker",
    },
    command: "./lab trace --from container --to internal",
    startsTrue: {
      en: "only the external listener is broken in this lesson: inside, everything still works",
      fr: "seul le listener externe est cassé dans cette leçon\u00a0: à l'intérieur, tout continue",
    },
    async observe(lab) {
      const hops = [];
      for await (const hop of walkInContainer(internal, { prefix: lab.nameOf("") })) hops.push(hop);
      const broken = hops.find(({ ok }) => !ok);
      const whole: Text = { en: "the way is whole", fr: "le chemin est entier" };
      return {
        passed: broken === undefined,
        expected: {
          en: `from a container to ${internal} and back`,
          fr: `d'un conteneur à ${internal}, aller et retour`,
        },
        observed: broken?.seen ?? whole,
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await lab.kafka.send(topic, [{ value: "Hello from outside" }]);
  await runServiceHere(lab, "Hello from this machine");
  const intact = lab.files.read(listenersFile) ?? "";
  lab.files.write(listenersFile, intact.replace(advertisedLine, brokenLine));
  await lab.up();
  lab.restoreProgram();
  await lab.ensureUp();
  await lab.up({ config: { kafkaPort: Number(lab.config.get("kafkaPort")) + 100 } });
  await lab.ensureUp();
}

export const reset = setup;

/** The messages in the topic since the lesson began. */
async function messagesOf(lab: WorkshopLab): Promise<StoredMessage[]> {
  return lab.kafka.read(topic, { since: lab.notes.get("ends") });
}
