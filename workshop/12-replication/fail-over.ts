import { setTimeout as wait } from "node:timers/promises";
import type { Container } from "dockerode";
import { deleteTopics } from "../authoring/delete-topics.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { succeeds } from "../authoring/polling.ts";
import { logOf, lost, nodes, refusal, shell, survivors, topic, valuesIn } from "./cluster.ts";

/** A topic whose partitions are kept by these brokers, empty. */
export async function remake(lab: WorkshopLab, name: string, replicas: number[][]) {
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
export async function loseOne(lab: WorkshopLab) {
  const [leader, ...followers] = nodes.map((node) => lab.docker.getContainer(lab.nameOf(node)));
  const go = "/tmp/followers-are-frozen";
  const lines = `echo '${survivors[0]}'; ${untilThere(go)}; echo '${lost}'; sleep 60`;
  const sending = shell(
    lab,
    "kafka",
    `rm -f ${go}; (${lines}) | ${producer("kafka", "acks=1")} --topic ${topic}`,
  );
  sending.catch(() => undefined); // it dies with the leader
  await lab.poll(async () => (await valuesIn(lab)).length > 0, {
    what: { en: "the first message is stored", fr: "le premier message est enregistré" },
  });
  await freezeAll(lab, followers);
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

/** Not for ever: where the rest fails, nobody makes the file. */
const untilThere = (file: string) => `timeout 120 bash -c 'until [ -e ${file} ]; do sleep 0.1; done'`;

/** All of them, or none. */
async function freezeAll(lab: WorkshopLab, containers: readonly Container[]) {
  try {
    await Promise.all(containers.map((container) => freeze(lab, container)));
  } catch (error) {
    await Promise.allSettled(containers.map((container) => container.unpause()));
    throw error;
  }
}

/** Docker cannot freeze a container while it starts a process there, such as the one that asks for its health. */
async function freeze(lab: WorkshopLab, container: Container) {
  const isFrozen = async () => {
    await container.pause().catch(() => undefined);
    return (await container.inspect()).State.Paused;
  };
  await lab.poll(isFrozen, { what: { en: "a follower is frozen", fr: "un suiveur est gelé" } });
}

/** Sends a message that asks for all to a broker that has lost both others. */
export async function haveRefused(lab: WorkshopLab) {
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
