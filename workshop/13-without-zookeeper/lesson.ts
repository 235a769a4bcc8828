import { hintsFrom } from "../authoring/hints.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";

const nodes = ["kafka", "kafka-2", "kafka-3"];
const topic = "born-without-zookeeper";

/**
 * The stack kraft, up and complete; notes the quorum's first epoch, and when each node was started, because on a busy
 * machine a quorum elects anew by itself.
 */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await lab.kafka.withAdmin(async (admin) => {
    if ((await admin.listTopics()).includes(topic)) await admin.deleteTopics({ topics: [topic] });
  });
  const { epoch } = await lab.poll(() => quorum(lab), {
    what: { en: "the quorum has a leader", fr: "le quorum a un leader" },
  });
  lab.notes.set("epoch", epoch);
  lab.notes.set("started", await startsOf(lab));
}

export const checks: Check[] = [
  {
    id: "topic",
    row: { en: `${topic} is there, with three replicas`, fr: `${topic} existe, avec trois répliques` },
    command: `docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic ${topic}`,
    async observe(lab) {
      const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
      const own = topics.filter((name) => !name.startsWith("__"));
      return { passed: own.includes(topic), expected: topic, observed: own.join(", ") };
    },
  },
  {
    id: "another-epoch",
    row: { en: "another controller was elected meanwhile", fr: "un autre contrôleur a été élu entre-temps" },
    command: "docker exec kafka kafka-metadata-quorum --bootstrap-server kafka:29092 describe --status",
    async observe(lab) {
      const before = Number(lab.notes.get("epoch"));
      const now = await quorum(lab);
      const wasKilled = String(await startsOf(lab)) !== String(lab.notes.get("started"));
      const epoch = now ? `${now.epoch}` : "-";
      return {
        passed: now !== undefined && now.epoch > before && wasKilled,
        expected: {
          en: `an epoch above ${before}, after a node was killed`,
          fr: `une époque au-delà de ${before}, après l'arrêt d'un nœud`,
        },
        observed: wasKilled
          ? epoch
          : { en: `${epoch}, and no node was started since`, fr: `${epoch}, et aucun nœud redémarré depuis` },
      };
    },
  },
  {
    id: "all-three",
    row: { en: "all three nodes run", fr: "les trois nœuds tournent" },
    command: "docker ps --filter label=kafka-lab.name=default --filter name=kafka",
    startsTrue: {
      en: "the lesson begins with three, and two are killed meanwhile",
      fr: "la leçon commence à trois, et deux sont tués en chemin",
    },
    async observe(lab) {
      const running = await runningNodes(lab);
      return {
        passed: running.length === nodes.length,
        expected: nodes.join(", "),
        observed: running.join(", ") || "-",
      };
    },
  },
];

const ladders = {
  topic: [
    {
      en: "It is created as with ZooKeeper: kafka-topics --create.",
      fr: "Il se crée comme avec ZooKeeper : kafka-topics --create.",
    },
    `  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic ${topic} --partitions 2 --replication-factor 3`,
  ],
  "another-epoch": [
    {
      en: "Each election has a number, the epoch. For the next one, the active controller must go.",
      fr: "Chaque élection a un numéro, l'époque. Pour la suivante, il faut que le contrôleur actif s'en aille.",
    },
    {
      en: "Which one is active? docker exec kafka kafka-metadata-quorum --bootstrap-server kafka:29092 describe --status",
      fr: "Lequel est actif ? docker exec kafka kafka-metadata-quorum --bootstrap-server kafka:29092 describe --status",
    },
    {
      en: "docker kill the container of LeaderId: kafka for 1, kafka-2 for 2, kafka-3 for 3",
      fr: "docker kill sur le conteneur de LeaderId : kafka pour 1, kafka-2 pour 2, kafka-3 pour 3",
    },
  ],
  "all-three": [
    {
      en: "Which one is missing? docker ps -a --filter label=kafka-lab.name=default",
      fr: "Qui manque ? docker ps -a --filter label=kafka-lab.name=default",
    },
    "  docker start kafka kafka-2 kafka-3",
  ],
};

export const hints = hintsFrom(ladders, [
  {
    en: "All rows hold. This was the last lesson; the drills stay: ./lab drill",
    fr: "Tout est rempli. C'était la dernière leçon ; restent les exercices : ./lab drill",
  },
]);

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await lab.kafka.withAdmin((admin) =>
    // When one broker says that it is created, the others may not know it yet.
    admin.createTopics({
      topics: [{ topic, numPartitions: 2, replicationFactor: 3 }],
      waitForLeaders: false,
    }),
  );
  const { leader, epoch } = await lab.poll(() => quorum(lab), { what: "leader" });
  const active = lab.docker.getContainer(lab.nameOf(nodes[leader - 1] ?? "kafka"));
  await active.restart();
  await lab.poll(async () => ((await quorum(lab))?.epoch ?? 0) > epoch, {
    budgetMs: 120_000,
    what: { en: "another controller leads", fr: "un autre contrôleur dirige" },
  });
  await lab.ensureUp();
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** According to a node that runs; undefined if the quorum has no leader. */
async function quorum(lab: WorkshopLab) {
  const [node] = await runningNodes(lab);
  if (!node) return undefined;
  const command = [
    "timeout",
    "30",
    "kafka-metadata-quorum",
    "--bootstrap-server",
    `${node}:29092`,
    "describe",
    "--status",
  ];
  const { stdout } = await lab.exec(node, command);
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(stdout)?.[1] ?? Number.NaN);
  const found = { leader: field("LeaderId"), epoch: field("LeaderEpoch") };
  return Number.isNaN(found.leader) ? undefined : found;
}

/** When each node was started last. */
async function startsOf(lab: WorkshopLab) {
  const seen = await Promise.all(nodes.map((node) => lab.inspect(node)));
  return seen.map((node) => node?.State.StartedAt ?? "-");
}

async function runningNodes(lab: WorkshopLab) {
  const seen = await Promise.all(nodes.map((node) => lab.inspect(node)));
  return nodes.filter((_, index) => seen[index]?.State.Running);
}
