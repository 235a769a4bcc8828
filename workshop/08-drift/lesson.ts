import type { ContainerInspectInfo } from "dockerode";
import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import { startEmpty } from "../authoring/empty-topic.ts";
import { goOn } from "../authoring/hints.ts";
import type { Check, Row, Text, WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";

const topic = "message-topic";
const network = "kafka-lab";
const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
const brokerRetention = "log.retention.ms";

/**
 * A lab as the program says, except for two changes that no plan shows: the retention of the topic, and that of all
 * topics without one of their own. A day, which the broker's is set to, harms no other lesson.
 */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  if ((await lab.kafka.topicOffsets(topic)).length !== 3) await startEmpty(lab); // grown in lesson 4
  await lab.kafka.setOwnSettings(topic, { "retention.ms": String(hourMs) });
  await setBrokerSettings(lab, [{ name: brokerRetention, value: String(24 * hourMs) }]);
  for (const part of ["service-a", "service-b", "kafka"]) lab.notes.set(part, (await lab.inspect(part))?.Id);
  lab.notes.set("zookeeper", placeOf(lab, await lab.inspect("zookeeper")));
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
      const now = await joined(lab);
      return {
        passed: Boolean(now.endpoint) && now.rejoined,
        expected: { en: "on the network, joined again", fr: "sur le réseau, rejoint à nouveau" },
        observed: now.endpoint
          ? {
              en: now.rejoined ? "joined again" : "never off it",
              fr: now.rejoined ? "rejoint à nouveau" : "jamais retiré",
            }
          : { en: "not on the network", fr: "pas sur le réseau" },
      };
    },
  },
  {
    id: "no-retention-of-an-hour",
    row: {
      en: "message-topic does not drop messages after an hour any more",
      fr: "message-topic ne jette plus les messages au bout d'une heure",
    },
    command:
      "docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --topic message-topic",
    async observe(lab) {
      const own = await ownRetention(lab);
      return {
        passed: own === undefined || Number(own) >= weekMs || Number(own) === forEver,
        expected: {
          en: "no retention.ms of its own, or one of a week or more",
          fr: "pas de retention.ms propre au topic, ou une semaine au moins",
        },
        observed: own === undefined ? { en: "none", fr: "aucun" } : `retention.ms=${own}`,
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: a topic without a retention of its own keeps messages for a week",
      fr: "à vous de jouer\u00a0: un topic sans rétention propre garde les messages une semaine",
    },
    command:
      "docker exec kafka kafka-configs --bootstrap-server kafka:29092 --entity-type brokers --entity-name 1 --describe --all | grep log.retention",
    async observe(lab) {
      const retentionMs = await brokerRetentionMs(lab);
      return {
        passed: retentionMs === weekMs,
        expected: { en: `${weekMs} ms, a week`, fr: `${weekMs}\u00a0ms, une semaine` },
        observed: { en: `${retentionMs} ms`, fr: `${retentionMs}\u00a0ms` },
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]> {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(8);
  if (failing === "zookeeper-rejoined") return networkHints((await joined(lab)).endpoint !== undefined);
  if (failing === "no-retention-of-an-hour") return retentionHints;
  if (failing === "your-turn") return brokerHints;
  const part = failing.replace(/-again$/, "");
  const seen = await lab.inspect(part);
  return seen?.State.Running ? driftHints(part) : repairHints(part, seen !== undefined);
}

export async function solve(lab: WorkshopLab) {
  await stopContainer(lab, "service-b");
  await lab.docker.getContainer(lab.nameOf("service-a")).remove({ force: true }).catch(unlessAbsent);
  await lab.docker
    .getContainer(lab.nameOf("kafka"))
    .rename({ name: lab.nameOf("broker") })
    .catch(unlessAbsent);
  await lab.ensureUp();
  if (!(await joined(lab)).rejoined) await rejoin(lab);
  // The broker may not have found ZooKeeper again yet.
  await lab.poll(() => succeeds(lab.kafka.setOwnSettings(topic, {})), {
    what: { en: "the topic's configuration is changed", fr: "la configuration du topic est changée" },
  });
  await lab.poll(() => succeeds(setBrokerSettings(lab, [])), {
    what: { en: "the broker's configuration is changed", fr: "la configuration du broker est changée" },
  });
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { what: check.row });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Of the three, a repair makes a new container each: a restart keeps the id. */
function replacedRow(part: string, what: { en: string; fr: string }): Check {
  return {
    id: `${part}-again`,
    row: {
      en: `${part} ${what.en}, and runs again as the program says`,
      fr: `${part} ${what.fr}, et tourne de nouveau comme le dit le programme`,
    },
    command: `docker inspect ${part} --format '{{.State.Status}} {{.Created}} {{.Id}}'`,
    async observe(lab) {
      const seen = await lab.inspect(part);
      const isNew = seen?.Id !== lab.notes.get(part);
      const status = seen?.State.Status ?? "absent";
      return {
        passed: Boolean(seen?.State.Running) && isNew,
        expected: {
          en: "running, a new container of your up",
          fr: "running, un nouveau conteneur créé par votre up",
        },
        observed: {
          en: `${status}, ${isNew ? "not the container of the start" : "the container of the start"}`,
          fr: `${status}, ${isNew ? "pas le conteneur du début" : "le conteneur du début"}`,
        },
      };
    },
  };
}

type Place = { started?: string; endpoint?: string; rejoined?: boolean };

function placeOf(lab: WorkshopLab, seen: ContainerInspectInfo | undefined): Place {
  const endpoint = seen?.NetworkSettings.Networks[lab.nameOf(network)]?.EndpointID;
  return { ...(seen && { started: seen.State.StartedAt }), ...(endpoint && { endpoint }) };
}

/**
 * Where ZooKeeper is on the network, and whether it has ever left it and come back while it ran: each start gives a new
 * endpoint too, so what was seen is noted with its start.
 */
async function joined(lab: WorkshopLab): Promise<Place & { rejoined: boolean }> {
  const before: Place = lab.notes.get("zookeeper") ?? {};
  const now = placeOf(lab, await lab.inspect("zookeeper"));
  const isSameRun = now.started === before.started;
  const rejoined = Boolean(
    before.rejoined || (isSameRun && now.endpoint && now.endpoint !== before.endpoint),
  );
  if (rejoined !== Boolean(before.rejoined) || (!isSameRun && now.endpoint))
    lab.notes.set("zookeeper", { ...now, rejoined });
  return { ...now, rejoined };
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

/** The value that Kafka has for no limit. */
const forEver = -1;

async function ownRetention(lab: WorkshopLab) {
  return (await lab.kafka.ownSettings(topic))?.["retention.ms"];
}

// Kafka's number for the type of resource that is a broker.
const brokerType = 4;

/** Makes these the only settings that broker 1 was given while it ran. */
async function setBrokerSettings(lab: WorkshopLab, configEntries: { name: string; value: string }[]) {
  const resources = [{ type: brokerType, name: "1", configEntries }];
  await lab.kafka.withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
}

/** What applies to a topic without a setting of its own: of the three units the smallest that is set. */
async function brokerRetentionMs(lab: WorkshopLab) {
  const factors = { "log.retention.ms": 1, "log.retention.minutes": 60_000, "log.retention.hours": hourMs };
  const resources = [{ type: brokerType, name: "1", configNames: Object.keys(factors) }];
  const answer = await lab.kafka.withAdmin((admin) =>
    admin.describeConfigs({ includeSynonyms: false, resources }),
  );
  const entries = answer.resources[0]?.configEntries ?? [];
  for (const [name, factor] of Object.entries(factors)) {
    const value = entries.find(({ configName }) => configName === name)?.configValue;
    if (value) return Number(value) * factor;
  }
  return undefined;
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
      fr: `Il n'est encore rien arrivé à ${part}\u00a0: faites-lui ce que fait la leçon.`,
    },
    `  ${change}; ./lab refresh --yes; ./lab up --yes`,
  ];
}

function repairHints(part: string, isThere: boolean): Text[] {
  return [
    {
      en: `${part} ${isThere ? "is there and does not run" : "is not there under its name"}. The state does not know it until a refresh has looked.`,
      fr: `${part} ${isThere ? "est là mais ne tourne pas" : "n'est pas là sous son nom"}. L'état ne le sait pas tant qu'un refresh n'a pas regardé.`,
    },
    "  ./lab up --refresh --yes",
  ];
}

function networkHints(isOn: boolean): Text[] {
  const command = isOn
    ? "docker network disconnect kafka-lab zookeeper"
    : "docker network connect --alias zookeeper kafka-lab zookeeper";
  return [
    isOn
      ? {
          en: "zookeeper has never left the network since it was started: that part of the lesson is still to come.",
          fr: "zookeeper n'a jamais quitté le réseau depuis son démarrage\u00a0: cette partie de la leçon est encore devant vous.",
        }
      : {
          en: "Ask the network which containers are on it. One is missing.",
          fr: "Demandez au réseau quels conteneurs il a. Il en manque un.",
        },
    `  ${command}`,
  ];
}

const retentionHints: Text[] = [
  {
    en: "One change was made before the lesson. It is not in Docker, so no refresh can see it: ask Kafka.",
    fr: "Un changement a été fait avant votre arrivée. Il n'est pas dans Docker, aucun refresh ne le voit\u00a0: demandez à Kafka.",
  },
  "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topics-with-overrides",
  "  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --alter --topic message-topic --delete-config retention.ms",
];

const brokerHints: Text[] = [
  {
    en: "Ask for all settings of message-topic, also those that are not its own: each says where it comes from.",
    fr: "Demandez tous les réglages de message-topic, même ceux qui ne lui sont pas propres\u00a0: chacun dit d'où il vient.",
  },
  "  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --all --topic message-topic | grep retention.ms",
  {
    en: "It comes from the broker (DYNAMIC_BROKER_CONFIG): somebody has changed the broker's own setting while it ran. Remove it there.",
    fr: "Il vient du broker (DYNAMIC_BROKER_CONFIG)\u00a0: quelqu'un a changé le réglage du broker lui-même, pendant qu'il tournait. Supprimez-le là.",
  },
  `  docker exec kafka kafka-configs --bootstrap-server kafka:29092 --entity-type brokers --entity-name 1 --alter --delete-config ${brokerRetention}`,
];
