import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";
import { cleaners, newTopic, retention, wanted } from "./hints.ts";

export { hints } from "./hints.ts";

const messageTopic = "message-topic";

/** A lab with an empty topic, a controller in its first term, and a ZooKeeper that has never been stopped. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.destroy();
  await lab.ensureUp();
  const epoch = await lab.poll(() => controllerEpoch(lab), {
    what: { en: "the broker is controller", fr: "le broker est contrôleur" },
  });
  lab.notes.set("epoch", epoch);
}

export const checks: Check[] = [
  {
    id: "broker-registered",
    row: {
      en: "broker 1 is registered in ZooKeeper",
      fr: "le broker 1 est enregistré dans ZooKeeper",
    },
    command: "docker exec zookeeper zookeeper-shell localhost:2181 ls /brokers/ids",
    startsTrue: {
      en: "the lesson begins with a healthy lab; the broker and ZooKeeper are then stopped and started",
      fr: "la leçon commence avec un labo sain\u00a0; le broker et ZooKeeper sont arrêtés puis relancés en route",
    },
    async observe(lab) {
      const ids = /^\[.*\]$/m.exec(await zookeeper(lab, "ls", "/brokers/ids"))?.[0] ?? "";
      return { passed: ids === "[1]", expected: "[1]", observed: ids || "?" };
    },
  },
  {
    id: "elected-again",
    row: {
      en: "a controller was elected once more",
      fr: "un contrôleur a été élu une fois de plus",
    },
    command: "docker exec zookeeper zookeeper-shell localhost:2181 get /controller_epoch",
    async observe(lab) {
      const before = Number(lab.notes.get("epoch") ?? 1);
      const epoch = await controllerEpoch(lab);
      return {
        passed: epoch !== undefined && epoch > before,
        expected: { en: `an epoch above ${before}`, fr: `une époque supérieure à ${before}` },
        observed: epoch === undefined ? { en: "no epoch", fr: "pas d'époque" } : String(epoch),
      };
    },
  },
  {
    id: "written-over-a-version",
    row: {
      en: "/turn was written over its version 0",
      fr: "/turn a été écrit par-dessus sa version 0",
    },
    command: "docker exec zookeeper zookeeper-shell localhost:2181 get -s /turn",
    async observe(lab) {
      const answer = await zookeeper(lab, "stat", "/turn");
      const version = /^dataVersion = (\d+)$/m.exec(answer)?.[1];
      return {
        passed: Number(version) > 0,
        expected: { en: "dataVersion 1 or more", fr: "dataVersion 1 ou plus" },
        observed:
          version === undefined
            ? { en: "no such znode", fr: "ce znode n'existe pas" }
            : `dataVersion ${version}`,
      };
    },
  },
  {
    id: "orders-has-its-setting",
    row: {
      en: "the topic orders is there, with a retention of one hour",
      fr: "le topic orders existe, avec une rétention d'une heure",
    },
    command: "docker exec zookeeper zookeeper-shell localhost:2181 get /config/topics/orders",
    async observe(lab) {
      const settings = await lab.kafka.ownSettings(newTopic);
      const value = settings?.[retention];
      return {
        passed: value === wanted,
        expected: `${retention}=${wanted}`,
        observed: settings
          ? `${retention}=${value ?? "-"}`
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
  {
    id: "produced-without-zookeeper",
    row: {
      en: "a message was produced while ZooKeeper was stopped",
      fr: "un message a été produit pendant que ZooKeeper était arrêté",
    },
    command: "docker logs --timestamps kafka 2>&1 | grep -E 'Closing socket|Session establishment'",
    async observe(lab) {
      const pauses = await pausesOf(lab);
      if (pauses.length === 0) return neverStopped;
      const messages = await lab.kafka.read(messageTopic);
      const during = messages.filter(({ timestamp }) =>
        pauses.some(({ from, to }) => timestamp > from && timestamp < to),
      ).length;
      const spans = pauses.slice(-2).map(({ from, to }) => `${clock(from)} - ${clock(to)}`);
      return {
        passed: during > 0,
        expected: { en: `a message from ${spans.join(", ")}`, fr: `un message de ${spans.join(", ")}` },
        observed: { en: `${during} of ${messages.length}`, fr: `${during} sur ${messages.length}` },
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: the log cleaner works with two threads, set while the broker runs",
      fr: "à vous de jouer\u00a0: le nettoyeur de journal a deux threads, réglés pendant que le broker tourne",
    },
    command: `docker exec kafka kafka-configs --bootstrap-server kafka:29092 --entity-type brokers --entity-name 1 --describe --all | grep ${cleaners}`,
    async observe(lab) {
      const { value, source } = await cleanerThreads(lab);
      const isDynamic = dynamicSources.includes(source);
      return {
        passed: value === "2" && isDynamic,
        expected: { en: `${cleaners}=2, kept in ZooKeeper`, fr: `${cleaners}=2, gardé dans ZooKeeper` },
        observed: {
          en: `${cleaners}=${value}, ${isDynamic ? "kept in ZooKeeper" : "from the broker's start"}`,
          fr: `${cleaners}=${value}, ${isDynamic ? "gardé dans ZooKeeper" : "fixé au démarrage du broker"}`,
        },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await lab.ensureUp();
  await lab.docker.getContainer(lab.nameOf("kafka")).restart();
  await lab.poll(async () => ((await controllerEpoch(lab)) ?? 0) > Number(lab.notes.get("epoch") ?? 1), {
    what: { en: "a controller is elected again", fr: "un contrôleur est élu de nouveau" },
  });
  await zookeeper(lab, "create", "/turn", "nobody");
  await zookeeper(lab, "set", "-v", "0", "/turn", "first");
  await lab.ensureUp();
  await lab.docker.getContainer(lab.nameOf("zookeeper")).stop();
  await lab.poll(async () => (await pausesOf(lab)).at(-1)?.isOver === false, {
    what: { en: "the broker misses ZooKeeper", fr: "le broker ne trouve plus ZooKeeper" },
  });
  await lab.kafka.send(messageTopic, [{ value: "Who needs ZooKeeper?" }]);
  await lab.docker.getContainer(lab.nameOf("zookeeper")).start();
  await lab.poll(() => succeeds(makeTopic(lab)), {
    what: { en: "the broker creates the topic orders", fr: "le broker crée le topic orders" },
  });
  await lab.poll(() => succeeds(setCleanerThreads(lab)), {
    what: { en: "the broker takes its setting", fr: "le broker prend son réglage" },
  });
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { what: check.row });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** What zookeeper-shell prints for one command, with its lines about the connection. */
async function zookeeper(lab: WorkshopLab, ...command: string[]) {
  const { stdout } = await lab.exec("zookeeper", ["zookeeper-shell", "localhost:2181", ...command]);
  return stdout;
}

async function controllerEpoch(lab: WorkshopLab) {
  const epoch = /^\d+$/m.exec(await zookeeper(lab, "get", "/controller_epoch"))?.[0];
  return epoch === undefined ? undefined : Number(epoch);
}

/** Retries until the broker has found ZooKeeper again. */
async function makeTopic(lab: WorkshopLab) {
  const topics = [{ topic: newTopic, numPartitions: 1, replicationFactor: 1 }];
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics }));
  await lab.kafka.setOwnSettings(newTopic, { [retention]: wanted });
}

// Numbers of Kafka's protocol: the type of resource, and the sources of a setting that was changed while all run, for
// one broker and for all.
const brokerType = 4;
const dynamicSources = [2, 3];

async function cleanerThreads(lab: WorkshopLab) {
  const resources = [{ type: brokerType, name: "1", configNames: [cleaners] }];
  const answer = await lab.kafka.withAdmin((admin) =>
    admin.describeConfigs({ includeSynonyms: false, resources }),
  );
  const entry = answer.resources[0]?.configEntries.find(({ configName }) => configName === cleaners);
  return { value: entry?.configValue ?? "?", source: Number(entry?.configSource) };
}

async function setCleanerThreads(lab: WorkshopLab) {
  const configEntries = [{ name: cleaners, value: "2" }];
  await lab.kafka.withAdmin((admin) =>
    admin.alterConfigs({ validateOnly: false, resources: [{ type: brokerType, name: "1", configEntries }] }),
  );
}

/** A time in which the broker had no ZooKeeper, in milliseconds. */
type Pause = { from: number; to: number; isOver: boolean };

/** Every such time since the broker's container was made, by its log; the last one may last until now. */
async function pausesOf(lab: WorkshopLab): Promise<Pause[]> {
  const container = lab.docker.getContainer(lab.nameOf("kafka"));
  const log = await container.logs({ stdout: true, stderr: true, timestamps: true });
  const pauses: Pause[] = [];
  let from: number | undefined;
  for (const [, time = "", what = ""] of log.toString("utf8").matchAll(linesOfSessions)) {
    if (what !== "Session establishment complete") from ??= Date.parse(time);
    else if (from !== undefined) {
      pauses.push({ from, to: Date.parse(time), isOver: true });
      from = undefined;
    }
  }
  if (from !== undefined) pauses.push({ from, to: Date.now(), isOver: false });
  return pauses;
}

/** Docker's time at the beginning of a line, and what ZooKeeper's client says of its connection. */
const linesOfSessions =
  /(\d{4}-\d\d-\d\dT[\d:.]+Z) .*?(Session 0x[1-9a-f]\w* for server .*Closing socket connection|Session establishment complete)/g;

function clock(ms: number) {
  return new Date(ms).toISOString().slice(11, 19);
}

const neverStopped = {
  passed: false,
  expected: { en: "a message sent while it was stopped", fr: "un message envoyé pendant son arrêt" },
  observed: { en: "it has never been stopped", fr: "il n'a jamais été arrêté" },
};
