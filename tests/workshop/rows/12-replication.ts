import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { succeeds } from "../../../workshop/authoring/polling.ts";
import type { RowCase } from "../support/row-case.ts";

const brokers = ["kafka", "kafka-2", "kafka-3"];
const survivors = ["all three have me", "after the fail-over"];

const container = (lab: WorkshopLab, part: string) => lab.docker.getContainer(lab.nameOf(part));

export const rows: Record<string, RowCase> = {
  "all-in-sync": {
    without: [
      {
        why: "a follower is stopped",
        async run(lab) {
          await container(lab, "kafka-3").stop();
        },
      },
    ],
    otherwise: [
      {
        why: "a broker is restarted, and has caught up",
        async run(lab) {
          await container(lab, "kafka-2").restart();
          await untilInSync(lab);
        },
      },
    ],
  },
  "three-copies": {
    without: [{ why: "two brokers keep it", run: (lab) => make(lab, "promises", [[1, 2]]) }],
    otherwise: [{ why: "it is made by a client", run: (lab) => make(lab, "promises", [[1, 2, 3]]) }],
  },
  "one-was-lost": {
    without: [
      {
        why: "two messages are sent, and nothing fails",
        async run(lab) {
          await make(lab, "promises", [[1, 2, 3]]);
          await sendBoth(lab);
        },
      },
      {
        why: "the leader dies, and nothing was lost",
        async run(lab) {
          await make(lab, "promises", [[1, 2, 3]]);
          await sendBoth(lab);
          await container(lab, "kafka").restart();
          await untilInSync(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "the topic is made anew after a try in which nothing was lost",
        async run(lab) {
          await make(lab, "promises", [[1, 2, 3]]);
          await lab.kafka.send("promises", [{ value: "only the leader has me" }]);
          await lab.kafka.withAdmin((admin) => admin.deleteTopics({ topics: ["promises"] }));
          const { solve } = await import("../../../workshop/12-replication/lesson.ts");
          await solve(lab);
        },
      },
    ],
  },
  refused: {
    without: [
      {
        why: "one broker is away, which two others make up for",
        async run(lab) {
          await container(lab, "kafka-3").stop();
          await lab.http.post("two have me");
          await container(lab, "kafka-3").start();
          await untilInSync(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "two are killed, and another pair than the lesson's",
        async run(lab) {
          for (const node of ["kafka", "kafka-2"]) await container(lab, node).kill();
          await lab.http.post("nobody takes me"); // waits until the third counts the others as gone
          await lab.http.post("nor me");
          for (const node of ["kafka", "kafka-2"]) await container(lab, node).start();
          await untilInSync(lab);
        },
      },
    ],
  },
  "leaders-at-home": {
    without: [
      {
        why: "a broker comes back, and leads nothing",
        async run(lab) {
          await container(lab, "kafka").restart();
          await untilInSync(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "each partition is asked for by itself",
        async run(lab) {
          await container(lab, "kafka").restart();
          await untilInSync(lab);
          const elect = "kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred";
          for (const { topic, partition } of await partitionsOf(lab))
            await shell(lab, `${elect} --topic ${topic} --partition ${partition}`);
        },
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "broker 2 leads one of them",
        run: (lab) =>
          make(lab, "precious", [
            [3, 1, 2],
            [2, 3, 1],
          ]),
      },
      {
        why: "one that asks for all is refused as soon as one is away",
        async run(lab) {
          await make(lab, "precious", [
            [3, 1, 2],
            [3, 2, 1],
          ]);
          await lab.kafka.setOwnSettings("precious", { "min.insync.replicas": "3" });
        },
      },
    ],
    otherwise: [
      {
        why: "the brokers stand in another order, and the setting is the topic's own",
        async run(lab) {
          await make(lab, "precious", [
            [3, 2, 1],
            [3, 1, 2],
          ]);
          await lab.kafka.setOwnSettings("precious", { "min.insync.replicas": "2" });
        },
      },
    ],
  },
};

async function make(lab: WorkshopLab, topic: string, replicas: number[][]) {
  const replicaAssignment = replicas.map((each, partition) => ({ partition, replicas: each }));
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics: [{ topic, replicaAssignment }] }));
}

async function sendBoth(lab: WorkshopLab) {
  const messages = survivors.map((value) => ({ value }));
  await lab.poll(() => succeeds(lab.kafka.send("promises", messages)), { what: "the topic takes messages" });
}

async function untilInSync(lab: WorkshopLab) {
  await lab.ensureUp();
  await lab.poll(async () => (await partitionsOf(lab)).every(({ isr }) => isr.length === brokers.length), {
    budgetMs: 120_000,
    what: "all are in sync",
  });
}

async function partitionsOf(lab: WorkshopLab) {
  const { topics } = await lab.kafka.withAdmin((admin) => admin.fetchTopicMetadata());
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionId, isr }) => ({ topic: name, partition: partitionId, isr })),
  );
}

async function shell(lab: WorkshopLab, command: string) {
  await lab.exec("kafka", ["bash", "-c", command]);
}
