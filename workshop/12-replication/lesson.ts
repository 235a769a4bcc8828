import { setTimeout as wait } from "node:timers/promises";
import type { Container } from "dockerode";
import { deleteTopics } from "../authoring/delete-topics.ts";
import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { answerOf, succeeds } from "../authoring/polling.ts";

const topic = "promises";
const precious = "precious";
const nodes = ["kafka", "kafka-2", "kafka-3"];
const brokers = nodes.length;
const survivors = ["all three have me", "after the fail-over"];
const lost = "only the leader has me";

/** A broker's log about what it had to throw away, and about a message that it did not take. */
const cutOff = new RegExp(`partition=${topic}-0\\b.*Truncating to offset \\d+`);
const refusal = /NotEnoughReplicasException.*message-topic/;

/** The cluster, up and in sync, without the topic of an earlier try. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await deleteTopics(lab, [topic, precious]);
  await untilInSync(lab);
  lab.notes.set("since", Math.ceil(Date.now() / 1_000));
}

export const checks: Check[] = [
  {
    id: "all-in-sync",
    row: {
      en: "every replica of every partition is in sync",
      fr: "chaque réplique de chaque partition est synchronisée",
    },
    command:
      "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --under-replicated-partitions",
    startsTrue: {
      en: "the lesson begins with a complete cluster, and brokers are killed and stopped meanwhile",
      fr: "la leçon commence avec un cluster entier\u00a0; des brokers sont tués et arrêtés en chemin",
    },
    async observe(lab) {
      const partitions = await partitionsOf(lab);
      const behind = partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length;
      return {
        passed: partitions.length > 0 && behind === 0,
        expected: { en: "none behind", fr: "aucune en retard" },
        observed: {
          en: `${behind} of ${partitions.length} behind`,
          fr: `${behind} sur ${partitions.length} en retard`,
        },
      };
    },
  },
  {
    id: "three-copies",
    row: { en: "promises is kept by brokers 1, 2 and 3", fr: "promises est gardé par les brokers 1, 2 et 3" },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic promises",
    async observe(lab) {
      const [partition] = (await partitionsOf(lab)).filter((each) => each.topic === topic);
      return {
        passed: partition?.replicas.join() === "1,2,3",
        expected: "1,2,3",
        observed: partition
          ? partition.replicas.join()
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
  {
    id: "one-was-lost",
    row: {
      en: "the old leader has thrown an acknowledged message away, and two are there",
      fr: "l'ancien leader a jeté un message acquitté, et il en reste deux",
    },
    command: `docker logs kafka 2>&1 | grep 'partition=${topic}-0.*Truncating to offset'`,
    async observe(lab) {
      const values = await valuesIn(lab);
      const isCut = (await logOf(lab, "kafka")).some((line) => cutOff.test(line));
      const isRight = survivors.every((value) => values.includes(value)) && !values.includes(lost);
      const there = values.length > 0 ? values.join(", ") : undefined;
      return {
        passed: isRight && isCut,
        expected: {
          en: `${survivors.join(", ")}; and the log of kafka says "Truncating to offset"`,
          fr: `${survivors.join(", ")}\u00a0; et les logs de kafka disent «\u00a0Truncating to offset\u00a0»`,
        },
        observed: {
          en: `${there ?? "nothing yet"}; ${isCut ? "cut off" : "nothing was cut off"}`,
          fr: `${there ?? "rien pour l'instant"}\u00a0; ${isCut ? "coupé" : "rien n'a été coupé"}`,
        },
      };
    },
  },
  {
    id: "refused",
    row: {
      en: "a message for all was refused, because too few were in sync",
      fr: "un message pour all a été refusé, faute de répliques synchronisées",
    },
    command: "docker logs kafka 2>&1 | grep 'NotEnoughReplicasException.*message-topic'",
    async observe(lab) {
      const logs = await Promise.all(nodes.map((node) => logOf(lab, node)));
      const refusals = logs.flat().filter((line) => refusal.test(line)).length;
      return {
        passed: refusals > 0,
        expected: { en: "a refusal in a broker's log", fr: "un refus dans les logs d'un broker" },
        observed: { en: `refusals: ${refusals}`, fr: `refus\u00a0: ${refusals}` },
      };
    },
  },
  {
    id: "leaders-at-home",
    row: {
      en: "every partition is led by its preferred leader",
      fr: "chaque partition est dirigée par son leader préféré",
    },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe",
    startsTrue: {
      en: "a new cluster begins like that; the lesson takes the leaders away and back",
      fr: "un cluster neuf commence ainsi\u00a0; la leçon éloigne les leaders, puis les ramène",
    },
    async observe(lab) {
      const partitions = await partitionsOf(lab);
      const away = partitions.filter(({ leader, replicas }) => leader !== replicas[0]);
      return {
        passed: partitions.length > 0 && away.length === 0,
        expected: { en: "all of them", fr: "toutes" },
        observed:
          away.length === 0
            ? { en: "all of them", fr: "toutes" }
            : away.map((each) => `${each.topic}-${each.partition}: ${each.leader}`).join(", "),
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: `your turn: ${precious}, two partitions led by broker 3, kept by three brokers, served with two`,
      fr: `à vous de jouer\u00a0: ${precious}, deux partitions dirigées par le broker 3, gardées par trois brokers, servies avec deux`,
    },
    command: `docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic ${precious}`,
    async observe(lab) {
      const partitions = (await partitionsOf(lab)).filter((each) => each.topic === precious);
      const minInSync = partitions.length > 0 ? await minInSyncOf(lab) : undefined;
      const isRight = ({ leader, replicas }: { leader: number; replicas: number[] }) =>
        leader === 3 && replicas[0] === 3 && replicas.toSorted().join() === "1,2,3";
      const seen = partitions.map(({ leader, replicas }) => `${leader} (${replicas.join()})`).join(", ");
      return {
        passed: partitions.length === 2 && partitions.every(isRight) && minInSync === "2",
        expected: {
          en: "leaders 3, 3; replicas of three brokers each, 3 first; min.insync.replicas 2",
          fr: "leaders 3, 3\u00a0; pour chacune les répliques de trois brokers, 3 d'abord\u00a0; min.insync.replicas 2",
        },
        observed: seen
          ? {
              en: `leaders (replicas) ${seen}; min.insync.replicas ${minInSync}`,
              fr: `leaders (répliques) ${seen}\u00a0; min.insync.replicas ${minInSync}`,
            }
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
];

const ladders = {
  "all-in-sync": [
    {
      en: "A replica that is behind is on a broker that does not run, or has just come back.",
      fr: "Une réplique en retard est chez un broker qui ne tourne pas, ou qui revient à peine.",
    },
    {
      en: "Which run?\n  docker ps -a --filter label=kafka-lab.name=default",
      fr: "Lesquels tournent\u00a0?\n  docker ps -a --filter label=kafka-lab.name=default",
    },
    {
      en: "Thaw those that are frozen, and start those that are stopped:\n  docker unpause kafka-2 kafka-3; docker start kafka kafka-2 kafka-3",
      fr: "Dégelez ceux qui sont gelés, et démarrez ceux qui sont arrêtés\u00a0:\n  docker unpause kafka-2 kafka-3; docker start kafka kafka-2 kafka-3",
    },
  ],
  "three-copies": [
    {
      en: "The topic is created with the brokers that will keep it, the leader first.",
      fr: "Le topic se crée avec les brokers qui le garderont, le leader d'abord.",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3",
    {
      en: "Does it exist with other replicas? Delete it first:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises",
      fr: "Il existe avec d'autres répliques\u00a0? Supprimez-le d'abord\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises",
    },
  ],
  "one-was-lost": [
    {
      en: "The row shows what is in the topic. One message is acknowledged by the leader alone, which then dies.",
      fr: "La ligne montre ce que contient le topic. Un message n'est acquitté que par le leader, qui meurt ensuite.",
    },
    {
      en: "All commands of that block belong together: followers are dropped from the in-sync replicas after 4 s.",
      fr: "Toutes les commandes de ce bloc vont ensemble\u00a0: au bout de 4\u00a0s, les suiveurs sont retirés des répliques synchronisées.",
    },
    {
      en: 'Is the lost message still there? It was too early or too late. Make the topic anew, and go on from "acks=1: acknowledged, and lost":\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3',
      fr: "Le message perdu est encore là\u00a0? C'était trop tôt ou trop tard. Recréez le topic, et reprenez à «\u00a0acks=1\u00a0: acquitté, et perdu\u00a0»\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic promises\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic promises --replica-assignment 1:2:3",
    },
  ],
  refused: [
    {
      en: "Fewer replicas in sync than min.insync.replicas: stop two brokers, send a message, start the two.",
      fr: "Moins de répliques synchronisées que min.insync.replicas\u00a0: arrêtez deux brokers, envoyez un message, relancez les deux.",
    },
    "  docker stop kafka-2 kafka-3; curl -H 'Content-Type: application/json' -d '\"two have to have me\"' http://localhost:5101/api/messages; docker start kafka-2 kafka-3",
  ],
  "leaders-at-home": [
    {
      en: "A broker that comes back is a follower. Its partitions can be given back to it.",
      fr: "Un broker qui revient suit. On peut lui rendre ses partitions.",
    },
    "  docker exec kafka kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions",
  ],
  "your-turn": [
    {
      en: "The topic promises was made with the brokers that keep its partition, the leader first. Separate two partitions by a comma.",
      fr: "Le topic promises a été créé avec les brokers qui gardent sa partition, le leader en premier. Séparez deux partitions par une virgule.",
    },
    {
      en: "min.insync.replicas is 2 by default in this stack. Does precious exist with something else? Delete it first:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic precious",
      fr: "min.insync.replicas vaut 2 par défaut dans cette stack. precious existe, mais autrement\u00a0? Supprimez-le d'abord\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --topic precious",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic precious --replica-assignment 3:1:2,3:2:1",
  ],
};

export const hints = hintsFrom(ladders, goOn(12));

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  // A busy machine may be too slow, or too fast: then nothing is lost, and it is tried again.
  for (let tries = 1; tries <= 3 && !(await isLost(lab)); tries += 1) {
    await remake(lab, topic, [[1, 2, 3]]);
    await loseOne(lab);
    await untilInSync(lab);
  }
  await haveRefused(lab);
  await untilInSync(lab);
  await remake(lab, precious, [
    [3, 1, 2],
    [3, 2, 1],
  ]);
  await untilInSync(lab);
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { what: check.row });
}

/** A topic whose partitions are kept by these brokers, empty. */
async function remake(lab: WorkshopLab, name: string, replicas: number[][]) {
  await deleteTopics(lab, [name]);
  const replicaAssignment = replicas.map((each, partition) => ({ partition, replicas: each }));
  const topics = [{ topic: name, replicaAssignment }];
  // It exists for a moment after it was deleted.
  const make = () => lab.kafka.withAdmin((admin) => admin.createTopics({ topics }));
  await lab.poll(() => succeeds(make()), { what: { en: `${name} is made`, fr: `${name} est créé` } });
}

/**
 * The fail-over of the lesson. The producer waits in the leader's container, because the followers count as in sync
 * only for 4 s, and a tool takes long to start.
 */
async function loseOne(lab: WorkshopLab) {
  const [leader, ...followers] = nodes.map((node) => lab.docker.getContainer(lab.nameOf(node)));
  const go = "/tmp/followers-are-frozen";
  const lines = `echo '${survivors[0]}'; until [ -e ${go} ]; do sleep 0.1; done; echo '${lost}'; sleep 60`;
  const sending = shell(
    lab,
    "kafka",
    `rm -f ${go}; (${lines}) | ${producer("kafka", "acks=1")} --topic ${topic}`,
  );
  sending.catch(() => undefined); // it dies with the leader
  await lab.poll(async () => (await valuesIn(lab)).length > 0, {
    what: { en: "the first message is stored", fr: "le premier message est enregistré" },
  });
  await Promise.all(followers.map((follower) => freeze(lab, follower)));
  await wait(1_000);
  await shell(lab, "kafka", `touch ${go}`);
  await wait(1_000);
  await leader?.kill();
  await Promise.all(followers.map((follower) => follower.unpause()));
  const describe = `kafka-topics --bootstrap-server kafka-2:29092,kafka-3:29092 --describe --topic ${topic}`;
  const isTakenOver = async () => /Leader: [23]/.test((await shell(lab, "kafka-2", describe)).stdout);
  const what = { en: "a follower leads", fr: "un suiveur dirige" };
  const takenOver = await succeeds(lab.poll(isTakenOver, { budgetMs: 30_000, what }));
  const send = `echo '${survivors[1]}' | timeout 60 ${producer("kafka-2", "acks=1")} --topic ${topic}`;
  if (takenOver) await shell(lab, "kafka-2", send);
  await leader?.start();
}

/** Docker cannot freeze a container while it starts a process there, such as the one that asks for its health. */
async function freeze(lab: WorkshopLab, container: Container) {
  const isFrozen = async () => {
    await container.pause().catch(() => undefined);
    return (await container.inspect()).State.Paused;
  };
  await lab.poll(isFrozen, { what: { en: "a follower is frozen", fr: "un suiveur est figé" } });
}

async function isLost(lab: WorkshopLab) {
  return (await checks.find(({ id }) => id === "one-was-lost")?.observe(lab))?.passed ?? false;
}

/** Sends a message that asks for all to a broker that has lost both others. */
async function haveRefused(lab: WorkshopLab) {
  const others = nodes.slice(1).map((node) => lab.docker.getContainer(lab.nameOf(node)));
  await Promise.all(others.map((other) => other.stop()));
  const send = `echo 'two have to have me' | timeout 20 ${producer("kafka", "acks=all")} --topic message-topic`;
  await lab.poll(
    async () => {
      await shell(lab, "kafka", send);
      return (await logOf(lab, "kafka")).some((line) => refusal.test(line));
    },
    { what: { en: "the broker refuses", fr: "le broker refuse" } },
  );
  await Promise.all(others.map((other) => other.start()));
}

/** A producer that waits for no other message, and gives up soon. */
function producer(node: string, acks: string) {
  const settings = [
    acks,
    "linger.ms=0",
    "request.timeout.ms=4000",
    "delivery.timeout.ms=5000",
    "enable.idempotence=false",
  ];
  const properties = settings.map((each) => `--producer-property ${each}`).join(" ");
  return `kafka-console-producer --bootstrap-server ${node}:29092 --sync ${properties}`;
}

function shell(lab: WorkshopLab, part: string, command: string) {
  return lab.exec(part, ["bash", "-c", command]);
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Waits until all replicas are in sync, led by the preferred leaders. */
async function untilInSync(lab: WorkshopLab) {
  const command =
    "kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions";
  await lab.poll(
    async () => {
      const partitions = await answerOf(partitionsOf(lab));
      if (partitions === undefined || partitions.some(({ isr }) => isr.length < brokers)) return false;
      if (partitions.every(({ leader, replicas }) => leader === replicas[0])) return true;
      await lab.exec("kafka", ["bash", "-c", command]);
      return false;
    },
    {
      budgetMs: 120_000,
      what: {
        en: "all replicas in sync, led by the preferred leader",
        fr: "toutes les répliques synchronisées, chacune avec son leader préféré",
      },
    },
  );
}

async function partitionsOf(lab: WorkshopLab) {
  return lab.kafka.withAdmin(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata();
    return topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionId, leader, replicas, isr }) => ({
        topic: name,
        partition: partitionId,
        leader,
        replicas,
        isr,
      })),
    );
  });
}

async function valuesIn(lab: WorkshopLab) {
  const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
  if (!topics.includes(topic)) return [];
  return (await lab.kafka.read(topic)).flatMap(({ value }) => value ?? []);
}

/** The lines of a broker since the lesson's start. */
async function logOf(lab: WorkshopLab, part: string) {
  const container = lab.docker.getContainer(lab.nameOf(part));
  const since = Number(lab.notes.get("since") ?? 0);
  const log = await container.logs({ stdout: true, stderr: true, since });
  return log.toString("utf8").split("\n");
}

// Kafka's number for the type of resource that is a topic.
const topicType = 2;

async function minInSyncOf(lab: WorkshopLab) {
  const name = "min.insync.replicas";
  const resources = [{ type: topicType, name: precious, configNames: [name] }];
  const answer = await lab.kafka.withAdmin((admin) =>
    admin.describeConfigs({ includeSynonyms: false, resources }),
  );
  return answer.resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue;
}
