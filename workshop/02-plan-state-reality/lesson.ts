import { memberName, membersOf } from "../../common/lab-layout.ts";
import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import type { Check, Text, WorkshopLab } from "../authoring/lesson.ts";
import { headroomMb, heapMb, kafkaFile, newHeadroom, oldHeadroom } from "./hints.ts";

export { hints } from "./hints.ts";

/** The original lab, up; later its network, its volume and its port show what was done to it. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  lab.notes.set("network", await networkId(lab));
  lab.notes.set("volume", await volumeTime(lab));
  lab.notes.set("port", lab.config.get("serviceAPort"));
}

export const checks: Check[] = [
  {
    id: "heap-is-512",
    row: { en: "the broker runs with a heap of 512 MB", fr: "le broker tourne avec un tas de 512\u00a0Mo" },
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
      en: "its container may use 1280 MB of memory, because the program says so",
      fr: "son conteneur a droit à 1280\u00a0Mo de mémoire, parce que le programme le dit",
    },
    command: "docker inspect kafka --format '{{.HostConfig.Memory}}'",
    async observe(lab) {
      const seen = (await lab.inspect("kafka"))?.HostConfig.Memory;
      const expected = (heapMb + headroomMb) * 1024 * 1024;
      const isDeclared = seen === expected && !(await isPlanned(lab, "kafka"));
      const planned = { en: "the plan would change it", fr: "le plan le changerait" };
      const note = seen === expected && !isDeclared ? planned : { en: "", fr: "" };
      return {
        passed: isDeclared,
        expected: {
          en: `${expected} bytes, and no change planned`,
          fr: `${expected} octets, et aucun changement prévu`,
        },
        observed:
          seen === undefined
            ? absent
            : { en: `${seen} bytes ${note.en}`.trim(), fr: `${seen} octets ${note.fr}`.trim() },
      };
    },
  },
  {
    id: "made-again",
    row: {
      en: "the lab was destroyed and made again",
      fr: "le labo a été détruit puis recréé",
    },
    command: "docker volume inspect kafka-data --format '{{.CreatedAt}}'",
    async observe(lab) {
      const isNew = (key: string, seen: string | undefined) =>
        seen !== undefined && lab.notes.get(key) !== undefined && seen !== lab.notes.get(key);
      const network = isNew("network", await networkId(lab));
      const volume = isNew("volume", await volumeTime(lab));
      return {
        passed: network && volume,
        expected: {
          en: "a network and a volume other than those of the start",
          fr: "un autre réseau et un autre volume qu'au début de la leçon",
        },
        observed: {
          en: `network: ${network ? "another" : "that of the start, or none"}; volume: ${volume ? "another" : "that of the start, or none"}`,
          fr: `réseau\u00a0: ${network ? "un autre" : "celui du début, ou aucun"}\u00a0; volume\u00a0: ${volume ? "un autre" : "celui du début, ou aucun"}`,
        },
      };
    },
  },
  {
    id: "service-a-is-back",
    row: {
      en: "service-a is ready on the port that it had at the start",
      fr: "service-a est prêt sur le port qu'il avait au début",
    },
    command: (lab) => `curl http://localhost:${lab.notes.get("port")}/readyz`,
    startsTrue: {
      en: "the lesson begins with a lab that is up, and then tries to move service-a, which stays where it is",
      fr: "la leçon commence avec un labo qui tourne\u00a0; service-a devrait déménager en route, et reste où il est",
    },
    async observe(lab) {
      const port = lab.config.get("serviceAPort");
      const wanted = lab.notes.get("port");
      const ready = await lab.http.readyz("service-a");
      return {
        passed: ready && port === wanted,
        expected: { en: `ready on port ${wanted}`, fr: `prêt sur le port ${wanted}` },
        observed: {
          en: `${ready ? "ready" : "not ready"} on port ${port}`,
          fr: `${ready ? "prêt" : "pas prêt"} sur le port ${port}`,
        },
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: service-b runs twice, and both instances are ready",
      fr: "à vous de jouer\u00a0: deux instances de service-b tournent, toutes deux prêtes",
    },
    command: "docker ps --filter label=kafka-lab.name=default --format '{{.Names}} {{.Ports}}'",
    async observe(lab) {
      const names = membersOf(3).map((member) => memberName("service-b", member));
      const ready = await Promise.all(names.map(async (name) => (await isReady(lab, name)) && name));
      const found = ready.filter((name) => name !== false);
      return {
        passed: found.length >= 2,
        expected: { en: "two or more that are ready", fr: "deux instances prêtes, ou plus" },
        observed: found.join(", ") || absent,
      };
    },
  },
  {
    id: "plan-is-empty",
    row: {
      en: "program, state and reality agree: the plan is empty",
      fr: "programme, état et réalité concordent\u00a0: le plan est vide",
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

export async function solve(lab: WorkshopLab) {
  lab.restoreProgram();
  lab.config.set("kafkaHeapMb", heapMb);
  const program = lab.files.read(kafkaFile) ?? "";
  lab.files.write(kafkaFile, program.replace(oldHeadroom, newHeadroom));
  await lab.destroy();
  await lab.ensureUp();
  await lab.up({ config: { serviceBInstances: 2 } });
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

/** A volume has no id, but the time at which it was made. */
async function volumeTime(lab: WorkshopLab) {
  const volume = lab.docker.getVolume(lab.nameOf("kafka-data"));
  const seen = await volume.inspect().catch(unlessAbsent);
  return (seen as { CreatedAt?: string } | undefined)?.CreatedAt;
}

/** Whether the next `up` would do anything to this container; reading it again (`refresh`) is listed too. */
async function isPlanned(lab: WorkshopLab, name: string) {
  const { steps } = await lab.preview({ refresh: true });
  const last = steps.findLast(({ urn }) => urn.endsWith(`:Container::${name}`));
  return last !== undefined && last.op !== "same" && last.op !== "refresh";
}

/** By its own health check, which works without a published port as well. */
async function isReady(lab: WorkshopLab, name: string) {
  const state = (await lab.inspect(name))?.State;
  return state?.Running === true && !state.Paused && state.Health?.Status === "healthy";
}

const absent: Text = { en: "nothing: it is not there", fr: "rien\u00a0: il n'est pas là" };
