import { createTopics } from "../authoring/create-topics.ts";
import { deleteTopics } from "../authoring/delete-topics.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";
import { dayMs, retention, topic } from "./hints.ts";

export { hints } from "./hints.ts";

const nodes = ["kafka", "kafka-2", "kafka-3"];

/**
 * The stack kraft, up and complete; notes the quorum's first epoch, and when each node was started, because on a busy
 * machine a quorum elects anew by itself.
 */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await deleteTopics(lab, [topic]);
  const { epoch } = await lab.poll(() => quorum(lab), {
    what: { en: "the quorum has a leader", fr: "le quorum a un leader" },
  });
  lab.notes.set("epoch", epoch);
  lab.notes.set("started", await startsOf(lab));
  lab.notes.set("since", Date.now());
  lab.notes.set("wereDown", false);
}

export const checks: Check[] = [
  {
    id: "topic",
    row: {
      en: `${topic} is there, with two partitions and three replicas`,
      fr: `${topic} existe, avec deux partitions et trois répliques`,
    },
    command: `docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic ${topic}`,
    async observe(lab) {
      const replicas = await replicasOf(lab);
      const seen = replicas.map((brokers) => brokers.join("+")).join(", ");
      return {
        passed: replicas.length === 2 && replicas.every((brokers) => brokers.length === 3),
        expected: {
          en: "two partitions on three brokers each",
          fr: "deux partitions, chacune sur trois brokers",
        },
        observed: seen
          ? { en: `on the brokers ${seen}`, fr: `sur les brokers ${seen}` }
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
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
    id: "without-majority",
    row: {
      en: "two of the three nodes were down at the same time",
      fr: "deux des trois nœuds ont été arrêtés en même temps",
    },
    command:
      "docker inspect kafka kafka-2 kafka-3 --format '{{.Name}} {{.State.FinishedAt}} {{.State.StartedAt}}'",
    async observe(lab) {
      const wereDown = await noteMajority(lab);
      return {
        passed: wereDown,
        expected: { en: "two of them down at once", fr: "deux arrêtés à la fois" },
        observed: wereDown
          ? { en: "they were", fr: "ils l'ont été" }
          : { en: "never more than one", fr: "jamais plus d'un" },
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
  {
    id: "your-turn",
    row: {
      en: `your turn: ${topic} keeps its messages for one day`,
      fr: `à vous de jouer\u00a0: ${topic} garde ses messages un jour`,
    },
    command: `docker exec kafka kafka-configs --bootstrap-server kafka:29092 --describe --topic ${topic}`,
    async observe(lab) {
      const settings = await lab.kafka.ownSettings(topic);
      const value = settings?.[retention];
      return {
        passed: value === dayMs,
        expected: `${retention}=${dayMs}`,
        observed: settings
          ? `${retention}=${value ?? "-"}`
          : { en: "no such topic", fr: "ce topic n'existe pas" },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  // When one broker says that it is created, the others may not know it yet.
  await createTopics(lab, [{ topic, numPartitions: 2, replicationFactor: 3 }], { waitForLeaders: false });
  const { leader, epoch } = await lab.poll(() => quorum(lab), { what: "leader" });
  const active = lab.docker.getContainer(lab.nameOf(nodes[leader - 1] ?? "kafka"));
  await active.kill();
  await active.start();
  await lab.poll(async () => ((await quorum(lab))?.epoch ?? 0) > epoch, {
    budgetMs: 120_000,
    what: { en: "another controller leads", fr: "un autre contrôleur dirige" },
  });
  await lab.ensureUp();
  const others = nodes.slice(1).map((node) => lab.docker.getContainer(lab.nameOf(node)));
  await Promise.all(others.map((other) => other.kill()));
  await Promise.all(others.map((other) => other.start()));
  await lab.ensureUp();
  await lab.poll(() => succeeds(lab.kafka.setOwnSettings(topic, { [retention]: dayMs })), {
    what: { en: "the topic's setting is changed", fr: "le réglage du topic est changé" },
  });
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { what: check.row });
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

/**
 * Whether two nodes were down at once since the lesson's start. Docker knows only when each was down last, so what was
 * seen is noted: a later restart hides it.
 */
async function noteMajority(lab: WorkshopLab) {
  if (lab.notes.get("wereDown")) return true;
  const since = Number(lab.notes.get("since") ?? 0);
  const seen = await Promise.all(nodes.map((node) => lab.inspect(node)));
  const pauses = seen.flatMap((node) => {
    const from = Date.parse(node?.State.FinishedAt ?? "");
    const to = node?.State.Running ? Date.parse(node.State.StartedAt) : Date.now();
    return from > since && from < to ? [{ from, to }] : [];
  });
  const overlap = (a: { from: number; to: number }, b: { from: number; to: number }) =>
    a !== b && Math.max(a.from, b.from) < Math.min(a.to, b.to);
  const wereDown = pauses.some((a) => pauses.some((b) => overlap(a, b)));
  if (wereDown) lab.notes.set("wereDown", true);
  return wereDown;
}

/** The brokers of each partition; empty if there is no such topic. */
async function replicasOf(lab: WorkshopLab) {
  return lab.kafka.withAdmin(async (admin) => {
    if (!(await admin.listTopics()).includes(topic)) return [];
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.map(({ replicas }) => replicas.toSorted()) ?? [];
  });
}
