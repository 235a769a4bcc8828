import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import { goOn } from "../authoring/hints.ts";
import type { Check, Row, Text, WorkshopLab } from "../authoring/lesson.ts";

const heapMb = 512;
const headroomMb = 768;
const kafkaFile = "infra/kafka.ts";
const oldHeadroom = "const headroomMb = 640;";
const newHeadroom = `const headroomMb = ${headroomMb};`;

/** The original lab, up; later the network's id shows whether it was destroyed and made again. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  lab.notes.set("network", await networkId(lab));
}

export const checks: Check[] = [
  {
    id: "heap-is-512",
    row: { en: "the broker runs with a heap of 512 MB", fr: "le broker tourne avec un tas de 512 Mo" },
    command: "docker exec kafka printenv EXTRA_ARGS",
    async observe(lab) {
      const env = (await lab.inspect("kafka"))?.Config.Env ?? [];
      const seen = env.find((entry) => entry.startsWith("EXTRA_ARGS="))?.split(/=(.*)/s)[1];
      const expected = `-Xms${heapMb}m -Xmx${heapMb}m`;
      return { passed: seen === expected, expected, observed: seen ?? absent };
    },
  },
  {
    id: "limit-is-1280",
    row: {
      en: "its container may use 1280 MB of memory",
      fr: "son conteneur a droit à 1280 Mo de mémoire",
    },
    command: "docker inspect kafka --format '{{.HostConfig.Memory}}'",
    async observe(lab) {
      const seen = (await lab.inspect("kafka"))?.HostConfig.Memory;
      const expected = (heapMb + headroomMb) * 1024 * 1024;
      return {
        passed: seen === expected,
        expected: { en: `${expected} bytes`, fr: `${expected} octets` },
        observed: seen === undefined ? absent : { en: `${seen} bytes`, fr: `${seen} octets` },
      };
    },
  },
  {
    id: "made-again",
    row: {
      en: "the lab was destroyed and made again",
      fr: "le labo a été détruit puis recréé",
    },
    command: "docker network inspect kafka-lab --format '{{.Id}}'",
    async observe(lab) {
      const seen = await networkId(lab);
      const before = lab.notes.get("network");
      return {
        passed: seen !== undefined && before !== undefined && seen !== before,
        expected: {
          en: "a different network from that of the start",
          fr: "un autre réseau que celui du début de la leçon",
        },
        observed: seen === undefined ? absent : seen === before ? sameNetwork : otherNetwork,
      };
    },
  },
  {
    id: "service-a-is-back",
    row: {
      en: "service-a is ready on its usual port",
      fr: "service-a est prêt sur son port habituel",
    },
    command: "curl http://localhost:5101/readyz",
    startsTrue: {
      en: "the lesson begins with a lab that is up; service-a is to be moved meanwhile, but stays where it is",
      fr: "la leçon commence avec un labo qui tourne ; service-a devrait déménager en route, et reste où il est",
    },
    async observe(lab) {
      const port = lab.config.get("serviceAPort");
      const ready = await lab.http.readyz("service-a");
      return {
        passed: ready && port === "5101",
        expected: { en: "ready on port 5101", fr: "prêt sur le port 5101" },
        observed: {
          en: `${ready ? "ready" : "not ready"} on port ${port}`,
          fr: `${ready ? "prêt" : "pas prêt"} sur le port ${port}`,
        },
      };
    },
  },
  {
    id: "plan-is-empty",
    row: {
      en: "program, state and reality agree: the plan is empty",
      fr: "programme, état et réalité concordent : le plan est vide",
    },
    command: "./lab preview --refresh",
    startsTrue: {
      en: "every lesson begins and ends like this",
      fr: "c'est ainsi que toute leçon commence et finit",
    },
    async observe(lab) {
      const { summary } = await lab.preview({ refresh: true });
      const todo = Object.entries(summary).filter(([op]) => op !== "same");
      const counts = todo.map(([op, count]) => `${op}: ${count}`).join(", ");
      return {
        passed: todo.length === 0,
        expected: { en: "nothing to do", fr: "rien à faire" },
        observed: counts || { en: "nothing to do", fr: "rien à faire" },
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]) {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(2);
  if (lab.config.get("serviceAPort") !== "5101") return ladders["service-a-is-back"] ?? apply;
  if (!(await lab.isUp())) return apply;
  if (failing === "heap-is-512" && lab.config.get("kafkaHeapMb") === String(heapMb)) return apply;
  if (failing === "limit-is-1280" && lab.files.read(kafkaFile)?.includes(newHeadroom)) return apply;
  return ladders[failing] ?? apply;
}

export async function solve(lab: WorkshopLab) {
  lab.restoreProgram();
  lab.config.set("kafkaHeapMb", heapMb);
  const program = lab.files.read(kafkaFile) ?? "";
  lab.files.write(kafkaFile, program.replace(oldHeadroom, newHeadroom));
  await lab.destroy();
  await lab.ensureUp();
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Docker gives a network that is made again under the same name another id. */
async function networkId(lab: WorkshopLab) {
  const network = lab.docker.getNetwork(lab.nameOf("kafka-lab"));
  const seen = await network.inspect().catch(unlessAbsent);
  return seen?.Id as string | undefined;
}

const absent: Text = { en: "nothing: it is not there", fr: "rien : il n'est pas là" };
const sameNetwork: Text = { en: "the network of the start", fr: "le réseau du début" };
const otherNetwork: Text = { en: "another network", fr: "un autre réseau" };

/** For a declaration that is not applied yet. */
const apply: Text[] = [
  {
    en: "What the program declares and what runs differ. See how: ./lab preview --refresh --diff",
    fr: "Ce que le programme déclare et ce qui tourne diffèrent. Voyez en quoi : ./lab preview --refresh --diff",
  },
  { en: "Apply it: ./lab up --refresh", fr: "Appliquez-le : ./lab up --refresh" },
];

const ladders: Record<string, Text[]> = {
  "heap-is-512": [
    {
      en: "The heap is a setting of the stack. See them all: ./lab config list",
      fr: "Le tas est un réglage de la stack. Voyez-les tous : ./lab config list",
    },
    {
      en: "./lab config set kafkaHeapMb 512, then ./lab preview, then ./lab up",
      fr: "./lab config set kafkaHeapMb 512, puis ./lab preview, puis ./lab up",
    },
  ],
  "limit-is-1280": [
    {
      en: `The limit is the heap plus what is added to it in ${kafkaFile}.`,
      fr: `La limite est le tas, plus ce qui s'y ajoute dans ${kafkaFile}.`,
    },
    {
      en: `512 MB and 768 MB make 1280 MB: ${newHeadroom} then ./lab up`,
      fr: `512 Mo et 768 Mo font 1280 Mo : ${newHeadroom} puis ./lab up`,
    },
  ],
  "made-again": [
    {
      en: "Everything can go, because the program knows how to make it again.",
      fr: "Tout peut disparaître : le programme sait le recréer.",
    },
    { en: "./lab destroy, then ./lab up", fr: "./lab destroy, puis ./lab up" },
  ],
  "service-a-is-back": [
    {
      en: "Is service-a on the right port? ./lab config get serviceAPort",
      fr: "service-a est-il sur le port qu'il devrait avoir ? ./lab config get serviceAPort",
    },
    {
      en: "Go back to the default, then apply it: ./lab config rm serviceAPort, then ./lab up",
      fr: "Revenez à la valeur par défaut, puis appliquez : ./lab config rm serviceAPort, puis ./lab up",
    },
  ],
};
