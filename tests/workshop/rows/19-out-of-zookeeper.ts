import { findKafkaVersion } from "../../../common/kafka-versions.ts";
import type { MigrationStep } from "../../../common/migration.ts";
import { kafkaImageOf } from "../../../lib/stack/ensure-images.ts";
import { solve } from "../../../workshop/19-out-of-zookeeper/lesson.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { openTraffic } from "../../../workshop/traffic/record.ts";
import { startUsers } from "../../../workshop/traffic/users.ts";
import type { Deed, RowCase } from "../support/row-case.ts";

const straight: Deed = {
  why: "it was migrated without a way back, and nobody was there",
  run: (lab) => go(lab, "controllers", "brokers", "kraft", "done"),
};

const underLoad: Deed = {
  why: "it went back from kraft, under load",
  run: (lab) => withUsers(lab, () => go(lab, "controllers", "brokers", "kraft", "brokers", "kraft", "done")),
};

export const rows: Record<string, RowCase> = {
  "rolled-back": {
    without: [straight],
    otherwise: [
      {
        why: "it went back to the beginning, and all the way again",
        run: (lab) => go(lab, "controllers", "brokers", "controllers", "brokers", "kraft", "done"),
      },
    ],
  },
  "under-way": {
    without: [{ why: "it has one partition", run: (lab) => make(lab, 1) }],
    otherwise: [{ why: "it was made before the first step", run: (lab) => make(lab, 2) }],
  },
  done: {
    without: [
      {
        why: "brokers are KRaft's, and one could go back",
        run: (lab) => go(lab, "controllers", "brokers", "kraft"),
      },
    ],
    otherwise: [straight],
  },
  "under-load": { without: [straight], otherwise: [underLoad] },
  "nothing-lost": { without: [straight], otherwise: [underLoad] },
  "kafka-4": {
    without: [straight],
    otherwise: [{ why: "the lab does it", run: solve }],
  },
  "your-turn": {
    without: [straight],
    otherwise: [
      {
        why: "only the one feature is raised",
        async run(lab) {
          if (lab.config.get("migration") !== "done") {
            await go(lab, "controllers", "brokers", "kraft", "done");
            const kafkaImage = await kafkaImageOf(findKafkaVersion("4.1"), lab.stack);
            await lab.up({ config: { kafkaImage } });
          }
          await raiseFeature(lab, "metadata.version=27");
        },
      },
    ],
  },
};

/** Step by step, as `./lab up` takes them. */
async function go(lab: WorkshopLab, ...steps: MigrationStep[]) {
  lab.config.set("controllers", 1);
  for (const migration of steps) await lab.up({ config: { migration } });
}

async function make(lab: WorkshopLab, numPartitions: number) {
  const topics = [{ topic: "under-way", numPartitions, replicationFactor: 1 }];
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics, waitForLeaders: false }));
}

/** Some messages before, meanwhile and afterwards; in the end all are read. */
async function withUsers(lab: WorkshopLab, act: () => Promise<void>) {
  const users = startUsers(lab);
  const acknowledged = () => openTraffic(lab).read().acknowledged.length;
  const more = (count: number) => {
    const wanted = acknowledged() + count;
    return lab.poll(() => acknowledged() >= wanted, { budgetMs: 120_000, what: "messages are acknowledged" });
  };
  try {
    await more(25);
    await act();
    await more(25);
  } finally {
    await users.stop();
  }
}

async function raiseFeature(lab: WorkshopLab, feature: string) {
  const tool = ["kafka-features", "--bootstrap-server", "kafka:29092", "upgrade", "--feature", feature];
  const { exitCode, stdout, stderr } = await lab.exec("kafka", tool);
  if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
}
