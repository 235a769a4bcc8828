import { spawn } from "node:child_process";
import { once } from "node:events";
import { finishing } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { askMetadata } from "../../lib/kafka/broker-connection.ts";
import { joinAddress, splitAddress } from "../../lib/trace/path.ts";
import { walkInContainer } from "../../lib/trace/walk-in-container.ts";
import { goOn } from "../authoring/hints.ts";
import type { Check, Row, Text, WorkshopLab } from "../authoring/lesson.ts";

const topic = "message-topic";
const ownMessage = "Hello from outside";
const internal = "kafka:29092";
/** The beginning of Docker's stop time for a container that never stopped. */
const never = "0001-";
const listenersFile = "infra/listeners.ts";
const advertisedLine = "advertised: `$" + "{outside.host}:$" + "{outside.port + broker - 1}`";
const brokenLine = "advertised: `$" + "{brokerAlias(broker)}:$" + "{externalContainerPort}`";

/** The original lab; messages, stops and replacements count from here. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  lab.notes.set("ends", await lab.kafka.topicOffsets(topic));
  lab.notes.set("broker", (await lab.inspect("kafka"))?.Id);
  lab.notes.set("stopped", (await lab.inspect("service-a"))?.State.FinishedAt);
}

export const checks: Check[] = [
  {
    id: "own-client-wrote",
    row: {
      en: "a client of yours has written to Kafka from this machine",
      fr: "un client à vous a écrit dans Kafka depuis cette machine",
    },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --from-beginning --timeout-ms 5000",
    async observe(lab) {
      const messages = await lab.kafka.read(topic, { since: lab.notes.get("ends") });
      const own = messages.filter(({ value }) => value === ownMessage);
      return {
        passed: own.length > 0,
        expected: {
          en: `a message "${ownMessage}" in ${topic}, written since the lesson began`,
          fr: `un message « ${ownMessage} » dans ${topic}, écrit depuis le début de la leçon`,
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
    command: "docker inspect service-a --format '{{.State.Running}} {{.State.FinishedAt}}'",
    async observe(lab) {
      const state = (await lab.inspect("service-a"))?.State;
      const stopped = state?.FinishedAt ?? never;
      const gaveWay = !stopped.startsWith(never) && stopped !== lab.notes.get("stopped");
      return {
        passed: gaveWay && state?.Running === true,
        expected: {
          en: "its container has stopped since the lesson began, and runs",
          fr: "son conteneur s'est arrêté depuis le début de la leçon, et il tourne",
        },
        observed: {
          en: `it has ${gaveWay ? "" : "not "}stopped, and is ${state?.Status ?? "not there"}`,
          fr: `il ${gaveWay ? "s'est arrêté" : "ne s'est pas arrêté"} ; état : ${state?.Status ?? "absent"}`,
        },
      };
    },
  },
  {
    id: "external-repaired",
    row: {
      en: "the external listener was changed, and leads to the broker again",
      fr: "le listener externe a été modifié, et il mène de nouveau au broker",
    },
    command: "./lab trace --from host --to external",
    async observe(lab) {
      const wanted = lab.kafka.bootstrap();
      const advertised = await externalAddress(lab);
      const isSame = (await lab.inspect("kafka"))?.Id === lab.notes.get("broker");
      return {
        passed: advertised === wanted && !isSame,
        expected: {
          en: `a broker replaced since the lesson began, which advertises ${wanted}`,
          fr: `un broker remplacé depuis le début de la leçon, qui annonce ${wanted}`,
        },
        observed: {
          en: `${isSame ? "the broker of the start" : "another broker"}, which advertises ${advertised}`,
          fr: `${isSame ? "le broker du début" : "un autre broker"}, qui annonce ${advertised}`,
        },
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
      fr: "seul le listener externe est cassé dans cette leçon : à l'intérieur, tout continue",
    },
    async observe(lab) {
      const hops = [];
      for await (const hop of walkInContainer(internal, { prefix: lab.nameOf("") })) hops.push(hop);
      const broken = hops.find(({ ok }) => !ok);
      return {
        passed: broken === undefined,
        expected: {
          en: `from a container to ${internal} and back`,
          fr: `d'un conteneur à ${internal}, aller et retour`,
        },
        observed: broken?.seen ?? { en: "the way is whole", fr: "le chemin est entier" },
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]) {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(3);
  const advertised = await externalAddress(lab).catch(() => undefined);
  if (advertised === undefined) return unreachable;
  if (advertised !== lab.kafka.bootstrap()) return broken(advertised);
  return ladders[failing] ?? unreachable;
}

export async function solve(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await lab.kafka.send(topic, [{ value: ownMessage }]);
  await runServiceHere(lab);
  const intact = lab.files.read(listenersFile) ?? "";
  lab.files.write(listenersFile, intact.replace(advertisedLine, brokenLine));
  await lab.up();
  lab.restoreProgram();
  await lab.ensureUp();
}

export const reset = setup;

/** The address that the broker returns to a client of the external listener. */
async function externalAddress(lab: WorkshopLab) {
  const { brokers } = await askMetadata(splitAddress(lab.kafka.bootstrap()) ?? { host: "", port: 0 });
  return brokers.map(joinAddress).join(", ");
}

/** Runs `./lab dev service-a`, sends a message, and presses Ctrl-C. */
async function runServiceHere(lab: WorkshopLab) {
  const child = spawn(process.execPath, ["scripts/lab.ts", "dev", "service-a"], {
    cwd: lab.dir,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const cutOff = ended.then(() => {
    throw new LabError("./lab dev service-a ended too early.", "See why: ./lab dev service-a");
  });
  cutOff.catch(() => {}); // its end is expected later
  const ready = () =>
    lab.poll(
      async () => !(await lab.inspect("service-a"))?.State.Running && (await lab.http.readyz("service-a")),
      { what: { en: "service-a is ready on this machine", fr: "service-a est prêt sur cette machine" } },
    );
  const stop = () => void child.kill("SIGINT");
  const what = { en: "the end of ./lab dev service-a", fr: "la fin de ./lab dev service-a" };
  await finishing(
    what,
    async () => {
      try {
        await Promise.race([cutOff, ready()]);
        await lab.http.post("Hello from this machine");
      } finally {
        stop();
        await ended;
      }
    },
    stop,
  );
}

const unreachable: Text[] = [
  { en: "Does the broker run at all? ./lab doctor", fr: "Le broker tourne-t-il ? ./lab doctor" },
  { en: "Bring it back: ./lab refresh, then ./lab up", fr: "Relancez-le : ./lab refresh, puis ./lab up" },
];

function broken(advertised: string): Text[] {
  return [
    {
      en: `The broker tells clients on this machine to use ${advertised}. Can they?`,
      fr: `Le broker dit aux clients de cette machine d'utiliser ${advertised}. Le peuvent-ils ?`,
    },
    {
      en: "See where it breaks: ./lab trace --from host --to external",
      fr: "Voyez où cela casse : ./lab trace --from host --to external",
    },
    {
      en: `In ${listenersFile}, the external listener must advertise the address that is published on this machine. Then: ./lab up`,
      fr: `Dans ${listenersFile}, le listener externe doit annoncer l'adresse publiée sur cette machine. Puis : ./lab up`,
    },
    { en: `The line is: ${advertisedLine},`, fr: `La ligne est : ${advertisedLine},` },
  ];
}

const ladders: Record<string, Text[]> = {
  "own-client-wrote": [
    {
      en: "Write the ten lines of playground/client.mjs, and run them with node.",
      fr: "Écrivez les dix lignes de playground/client.mjs, et lancez-les avec node.",
    },
    {
      en: `It must send "${ownMessage}" to ${topic}; from this machine the bootstrap address is 127.0.0.1:9092.`,
      fr: `Il doit envoyer « ${ownMessage} » à ${topic} ; depuis cette machine, l'adresse de bootstrap est 127.0.0.1:9092.`,
    },
  ],
  "service-a-ran-here": [
    {
      en: "In a second terminal: ./lab dev service-a",
      fr: "Dans un second terminal : ./lab dev service-a",
    },
    {
      en: "Ctrl-C there gives the work back to the container; see it: docker ps",
      fr: "Ctrl-C dans ce terminal rend le travail au conteneur ; voyez-le : docker ps",
    },
  ],
  "external-repaired": [
    {
      en: `Now break it: change what the external listener advertises in ${listenersFile}, then ./lab up.`,
      fr: `Cassez-le maintenant : changez ce que le listener externe annonce dans ${listenersFile}, puis ./lab up.`,
    },
    {
      en: "See where it breaks, put the line back, and ./lab up again: ./lab trace --from host --to external",
      fr: "Voyez où cela casse, remettez la ligne, puis encore ./lab up : ./lab trace --from host --to external",
    },
  ],
  "internal-unhurt": [
    {
      en: "See where it breaks: ./lab trace --from container --to internal",
      fr: "Voyez où cela casse : ./lab trace --from container --to internal",
    },
    {
      en: `Inside Docker the broker must advertise ${internal}: look at the internal listener in ${listenersFile}, then ./lab up`,
      fr: `Dans Docker, le broker doit annoncer ${internal} : regardez le listener interne dans ${listenersFile}, puis ./lab up`,
    },
  ],
};
