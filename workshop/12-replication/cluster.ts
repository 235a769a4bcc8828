import type { WorkshopLab } from "../authoring/lesson.ts";
import { answerOf } from "../authoring/polling.ts";

export const topic = "promises";
export const precious = "precious";
export const nodes = ["kafka", "kafka-2", "kafka-3"];
const brokers = nodes.length;
export const survivors = ["all three have me", "after the fail-over"];
export const lost = "only the leader has me";

/** A broker's log about what it had to throw away, and about a message that it did not take. */
export const cutOff = new RegExp(`partition=${topic}-0\\b.*Truncating to offset \\d+`);
export const refusal = /NotEnoughReplicasException.*message-topic/;

/** Waits until all replicas are in sync, led by the preferred leaders. */
export async function untilInSync(lab: WorkshopLab) {
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

export async function partitionsOf(lab: WorkshopLab) {
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

export async function valuesIn(lab: WorkshopLab) {
  const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
  if (!topics.includes(topic)) return [];
  return (await lab.kafka.read(topic)).flatMap(({ value }) => value ?? []);
}

/** The lines of a broker since the lesson's start. */
export async function logOf(lab: WorkshopLab, part: string) {
  const container = lab.docker.getContainer(lab.nameOf(part));
  const since = Number(lab.notes.get("since") ?? 0);
  const log = await container.logs({ stdout: true, stderr: true, since });
  return log.toString("utf8").split("\n");
}

// Kafka's number for the type of resource that is a topic.
const topicType = 2;

export async function minInSyncOf(lab: WorkshopLab) {
  const name = "min.insync.replicas";
  const resources = [{ type: topicType, name: precious, configNames: [name] }];
  const answer = await lab.kafka.withAdmin((admin) =>
    admin.describeConfigs({ includeSynonyms: false, resources }),
  );
  return answer.resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue;
}

export function shell(lab: WorkshopLab, part: string, command: string) {
  return lab.exec(part, ["bash", "-c", command]);
}
