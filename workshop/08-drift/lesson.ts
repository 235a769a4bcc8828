import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import { startEmpty } from "../authoring/empty-topic.ts";
import { goOn } from "../authoring/hints.ts";
import type { Check, Row, Text, WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";

const topic = "message-topic";
const network = "kafka-lab";

/** A lab as the program says, except for one change that no plan shows: the topic's retention was shortened. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  if ((await lab.kafka.topicOffsets(topic)).length !== 3) await startEmpty(lab); // grown in lesson 4
  await lab.kafka.setOwnSettings(topic, { "retention.ms": "3600000" });
  for (const part of ["service-a", "service-b", "kafka"]) lab.notes.set(part, await startedAt(lab, part));
  lab.notes.set("endpoint", await endpointOf(lab));
}

export const checks: Check[] = [
  replacedRow("service-b", { en: "was stopped", fr: "a été arrêté" }),
  replacedRow("service-a", { en: "was removed", fr: "a été supprimé" }),
  replacedRow("kafka", { en: "was renamed", fr: "a été renommé" }),
  {
    id: "zookeeper-rejoined",
    row: {
      en: "zookeeper was taken off the network, and is on it again",
      fr: "zookeeper a été retiré du réseau, et il y est de nouveau",
    },
    command: "docker network inspect kafka-lab --format '{{range .Containers}}{{println .Name}}{{end}}'",
    async observe(lab) {
      const endpoint = await endpointOf(lab);
      const changed = endpoint !== lab.notes.get("endpoint");
      return {
        passed: Boolean(endpoint) && changed,
        expected: { en: "on the network, joined anew", fr: "sur le réseau, rejoint à nouveau" },
        observed: endpoint
          ? {
              en: changed ? "joined anew" : "never off it",
              fr: changed ? "rejoint à nouveau" : "jamais retiré",
            }
          : { en: "not on the network", fr: "pas sur le réseau" },
      };
    },
  },
  {
    id: "no-retention-of-its-own",
    row: {
      en: "message-topic keeps messages for as long as the broker's default says",
      fr: "message-topic garde les messages aussi longtemps que le dit le défaut du broker",
    },
    command:
      "docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --topic message-topic",
    async observe(lab) {
      const own = await ownRetention(lab);
      return {
        passed: own === undefined,
        expected: { en: "no retention.ms of its own", fr: "pas de retention.ms propre au topic" },
        observed: own === undefined ? { en: "none", fr: "aucun" } : `retention.ms=${own}`,
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]> {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(8);
  if (failing === "zookeeper-rejoined") return networkHints(Boolean(await endpointOf(lab)));
  if (failing === "no-retention-of-its-own") return retentionHints;
  const part = failing.replace(/-again$/, "");
  const seen = await lab.inspect(part);
  return seen?.State.Running ? driftHints(part) : repairHints(part, seen !== undefined);
}

export async function solve(lab: WorkshopLab) {
  if (await lab.inspect("service-b")) await stopContainer(lab, "service-b");
  await lab.docker.getContainer(lab.nameOf("service-a")).remove({ force: true }).catch(unlessAbsent);
  await lab.docker.getContainer(lab.nameOf("kafka")).rename({ name: "broker" }).catch(unlessAbsent);
  await lab.ensureUp();
  if ((await endpointOf(lab)) === lab.notes.get("endpoint")) await rejoin(lab);
  // The broker may not have found ZooKeeper again yet.
  await lab.poll(() => succeeds(lab.kafka.setOwnSettings(topic, {})), {
    what: { en: "the topic's configuration is changed", fr: "la configuration du topic est changée" },
  });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

function replacedRow(part: string, what: { en: string; fr: string }): Check {
  return {
    id: `${part}-again`,
    row: {
      en: `${part} ${what.en}, and runs again as the program says`,
      fr: `${part} ${what.fr}, et tourne de nouveau comme le dit le programme`,
    },
    command: `docker inspect ${part} --format '{{.State.Status}} {{.Created}}'`,
    async observe(lab) {
      const seen = await lab.inspect(part);
      const isNew = (await startedAt(lab, part)) !== lab.notes.get(part);
      const status = seen?.State.Status ?? "absent";
      return {
        passed: Boolean(seen?.State.Running) && isNew,
        expected: { en: "running, started by your up", fr: "running, démarré par votre up" },
        observed: {
          en: `${status}, ${isNew ? "started since" : "as at the start"}`,
          fr: `${status}, ${isNew ? "démarré depuis" : "comme au début"}`,
        },
      };
    },
  };
}

/** When it last started, which distinguishes the runs of a container. */
async function startedAt(lab: WorkshopLab, part: string) {
  return (await lab.inspect(part))?.State.StartedAt;
}

async function endpointOf(lab: WorkshopLab) {
  const seen = await lab.inspect("zookeeper");
  return seen?.NetworkSettings.Networks[lab.nameOf(network)]?.EndpointID;
}

async function stopContainer(lab: WorkshopLab, part: string) {
  const seen = await lab.inspect(part);
  if (seen?.State.Running) await lab.docker.getContainer(lab.nameOf(part)).stop();
}

async function rejoin(lab: WorkshopLab) {
  const [net, Container] = [lab.docker.getNetwork(lab.nameOf(network)), lab.nameOf("zookeeper")];
  await net.disconnect({ Container });
  await net.connect({ Container, EndpointConfig: { Aliases: ["zookeeper"] } });
}

async function ownRetention(lab: WorkshopLab) {
  return (await lab.kafka.ownSettings(topic))?.["retention.ms"];
}

function driftHints(part: string): Text[] {
  const change = {
    "service-b": "docker stop service-b",
    "service-a": "docker rm -f service-a",
    kafka: "docker rename kafka broker",
  }[part];
  return [
    {
      en: `Nothing has happened to ${part} yet: do to it what the lesson does.`,
      fr: `Il n'est encore rien arrivé à ${part} : faites-lui ce que fait la leçon.`,
    },
    {
      en: `${change}, then ./lab refresh --yes, then ./lab up`,
      fr: `${change}, puis ./lab refresh --yes, puis ./lab up`,
    },
  ];
}

function repairHints(part: string, isThere: boolean): Text[] {
  return [
    {
      en: `${part} ${isThere ? "is there and does not run" : "is not there under its name"}. The state does not know it until it has looked.`,
      fr: `${part} ${isThere ? "est là mais ne tourne pas" : "n'est pas là sous son nom"}. L'état ne le sait pas tant qu'il n'a pas regardé.`,
    },
    { en: "./lab refresh --yes, then ./lab up", fr: "./lab refresh --yes, puis ./lab up" },
  ];
}

function networkHints(isOn: boolean): Text[] {
  const command = isOn
    ? "docker network disconnect kafka-lab zookeeper"
    : "docker network connect --alias zookeeper kafka-lab zookeeper";
  return [
    isOn
      ? {
          en: "zookeeper has never left the network: that part of the lesson is still to come.",
          fr: "zookeeper n'a jamais quitté le réseau : cette partie de la leçon est encore devant vous.",
        }
      : {
          en: "Ask the network which containers are on it. One is missing.",
          fr: "Demandez au réseau qui s'y trouve. Il manque quelqu'un.",
        },
    `  ${command}`,
  ];
}

const retentionHints: Text[] = [
  {
    en: "One change was made before the lesson. It is not in Docker, so no refresh can see it: ask Kafka.",
    fr: "Un changement a été fait avant votre arrivée. Il n'est pas dans Docker, aucun refresh ne le voit : demandez à Kafka.",
  },
  "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topics-with-overrides",
  "  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --alter --topic message-topic --delete-config retention.ms",
];
