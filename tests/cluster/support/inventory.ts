import type { Admin } from "kafkajs";
import { eventually } from "../../support/eventually.ts";
import { execIn } from "../../support/exec-in.ts";
import { type ClusterLab, docker } from "./cluster-lab.ts";
import { connectTo } from "./load.ts";

/** What Kafka keeps besides messages, and what must be there after every step of a migration. */
export interface Inventory {
  readonly clusterId: string;
  /** By name, with the id and the number of partitions, of the topics and of their settings. */
  readonly topics: readonly string[];
  /** The offset that a group has committed. */
  readonly committed: string;
}

const topic = "kept-topic";
const groupId = "kept-group";

/** Makes a topic with a setting of its own, and a group with a committed offset, and looks at all of it. */
export async function prepareInventory(lab: ClusterLab): Promise<Inventory> {
  await withAdmin(lab, async (admin) => {
    const configEntries = [{ name: "retention.ms", value: "123456789" }];
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 4, configEntries }] });
    await admin.setOffsets({ groupId, topic: "message-topic", partitions: [{ partition: 0, offset: "7" }] });
  });
  return readInventory(lab);
}

export function readInventory(lab: ClusterLab): Promise<Inventory> {
  return withAdmin(lab, async (admin) => {
    const { clusterId } = await admin.describeCluster();
    const [offsets] = await admin.fetchOffsets({ groupId, topics: ["message-topic"] });
    const committed = offsets?.partitions.find(({ partition }) => partition === 0)?.offset ?? "none";
    return { clusterId, topics: await describeTopics(lab), committed };
  });
}

/** By Kafka's own tool, because kafkajs does not know the ids of topics. */
async function describeTopics(lab: ClusterLab): Promise<string[]> {
  const [broker = ""] = lab.brokers;
  const { State } = await docker.getContainer(broker).inspect();
  if (!State.Running) throw new Error(`${broker} does not run`);
  const tool = "kafka-topics --bootstrap-server 127.0.0.1:29092 --describe";
  // After a fault the broker's own address may be new, and the tool's first question in vain.
  const text = await eventually("kafka-topics describes the topics", () => execIn(broker, tool), 60_000);
  const headings = text.split(/\r?\n/).filter((line) => line.includes("TopicId:"));
  // Whether a default is listed as a setting differs between the modes.
  return headings
    .map((line) => line.replace(/\s+/g, " ").replace(/(min\.insync\.replicas=\d+,?)/, ""))
    .sort();
}

async function withAdmin<T>(lab: ClusterLab, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = connectTo(lab).admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}
