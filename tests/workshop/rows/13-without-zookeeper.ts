import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { succeeds } from "../../../workshop/authoring/polling.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "born-without-zookeeper";
const nodes = ["kafka", "kafka-2", "kafka-3"];

const container = (lab: WorkshopLab, part: string) => lab.docker.getContainer(lab.nameOf(part));

export const rows: Record<string, RowCase> = {
  topic: {
    without: [
      { why: "one replica is not three", run: (lab) => make(lab, 2, 1) },
      { why: "one partition is not two", run: (lab) => make(lab, 1, 3) },
    ],
    otherwise: [
      {
        why: "it was made with one partition, and got another one",
        async run(lab) {
          await make(lab, 1, 3);
          await lab.kafka.withAdmin((admin) =>
            admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] }),
          );
        },
      },
    ],
  },
  "another-epoch": {
    without: [
      {
        why: "a service is restarted",
        async run(lab) {
          await container(lab, "service-a").restart();
          await lab.ensureUp();
        },
      },
    ],
    otherwise: [
      {
        why: "the nodes are restarted one after the other, in good order",
        async run(lab) {
          for (const node of nodes) {
            await container(lab, node).restart();
            await lab.ensureUp();
          }
        },
      },
    ],
  },
  "without-majority": {
    without: [
      {
        why: "two are killed, but never at the same time",
        async run(lab) {
          for (const node of ["kafka-2", "kafka-3"]) {
            await container(lab, node).kill();
            await container(lab, node).start();
            await lab.ensureUp();
          }
        },
      },
    ],
    otherwise: [
      {
        why: "another pair than the lesson's, stopped in good order",
        async run(lab) {
          const pair = ["kafka", "kafka-2"].map((node) => container(lab, node));
          for (const node of pair) await node.stop();
          for (const node of pair) await node.start();
          await lab.ensureUp();
        },
      },
    ],
  },
  "all-three": {
    without: [{ why: "one is killed", run: (lab) => container(lab, "kafka-3").kill() }],
    otherwise: [
      {
        why: "it is started again",
        async run(lab) {
          await container(lab, "kafka-3").kill();
          await container(lab, "kafka-3").start();
        },
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "another topic keeps its messages for a day",
        run: (lab) => lab.kafka.setOwnSettings("message-topic", { "retention.ms": "86400000" }),
      },
    ],
    otherwise: [
      {
        why: "by a client, for the lesson's topic or one of four partitions",
        async run(lab) {
          const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
          if (!topics.includes(topic)) await make(lab, 4, 3);
          const settings = { "retention.ms": "86400000", "max.message.bytes": "100000" };
          await lab.poll(() => succeeds(lab.kafka.setOwnSettings(topic, settings)), { what: "the setting" });
        },
      },
      {
        why: "the topic is made with the setting",
        async run(lab) {
          const configEntries = [{ name: "retention.ms", value: "86400000" }];
          const made = { topic, numPartitions: 2, replicationFactor: 3, configEntries };
          await lab.kafka.withAdmin((admin) => admin.createTopics({ topics: [made], waitForLeaders: false }));
        },
      },
    ],
  },
};

async function make(lab: WorkshopLab, numPartitions: number, replicationFactor: number) {
  const topics = [{ topic, numPartitions, replicationFactor }];
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics, waitForLeaders: false }));
}
