import { setUpEmpty } from "../authoring/empty-topic.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const after = 6;
const wantedPartition = 2;
const firstMessages = ["alice 1", "dave 1", "alice 2", "bob 1", "alice 3"];
const laterMessages = ["alice 4", "bob 2"];

/**
 * A lab that is up, with an empty topic of three partitions; a topic cannot lose partitions, so a grown one is removed.
 */
export async function setup(lab: WorkshopLab) {
  await setUpEmpty(lab);
}

export const checks: Check[] = [
  {
    id: "one-key-one-partition",
    row: {
      en: "alice 1, 2 and 3 are in one partition, in this order",
      fr: "alice 1, 2 et 3 sont dans une même partition, dans cet ordre",
    },
    command: readPartition(0),
    async observe(lab) {
      const wanted = firstMessages.filter((message) => message.startsWith("alice"));
      const found = (await keyed(lab, "alice")).filter(({ value }) => wanted.includes(value ?? ""));
      const partitions = [...new Set(found.map(({ partition }) => partition))];
      return {
        passed: partitions.some((partition) => isInOrder(found, partition, wanted)),
        expected: wanted.join(", "),
        observed: places(found),
      };
    },
  },
  {
    id: "six-partitions",
    row: { en: "the topic has six partitions", fr: "le topic a six partitions" },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe --topic message-topic",
    async observe(lab) {
      const count = await partitionsOf(lab);
      return { passed: count === after, expected: String(after), observed: String(count) };
    },
  },
  {
    id: "program-knows",
    row: {
      en: "the program and both services know it",
      fr: "le programme et les deux services le savent",
    },
    command: "docker inspect service-a service-b --format '{{.Config.Env}}'",
    async observe(lab) {
      const partitions = await Promise.all(
        ["service-a", "service-b"].map((service) => configuredPartitions(lab, service)),
      );
      const config = lab.config.get("topicPartitions");
      return {
        passed: config === String(after) && partitions.every((count) => count === String(after)),
        expected: `topicPartitions 6, service-a 6, service-b 6`,
        observed: `topicPartitions ${config}, service-a ${partitions[0]}, service-b ${partitions[1]}`,
      };
    },
  },
  {
    id: "the-key-moved",
    row: {
      en: "alice 4 is in another partition, because there are six",
      fr: "alice 4 est dans une autre partition, parce qu'il y en a six",
    },
    command: readPartition(3),
    async observe(lab) {
      const found = await keyed(lab, "alice");
      const first = found.find(({ value }) => value === "alice 1");
      const wanted = await partitionNow(lab, "alice");
      const fourths = found.filter(({ value }) => value === "alice 4");
      const fourth = fourths.find(({ partition }) => partition === wanted) ?? fourths[0];
      const hasMoved = first !== undefined && first.partition !== wanted;
      return {
        passed: hasMoved && fourth?.partition === wanted,
        expected: { en: "partition 3, alice 1 in 0", fr: "partition 3, alice 1 dans 0" },
        observed: places([first, fourth].filter((message) => message !== undefined)),
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: a key that you have found lands in partition 2 of six",
      fr: "à vous de jouer\u00a0: une clé que vous avez trouvée arrive dans la partition 2 sur six",
    },
    command: readPartition(wantedPartition),
    async observe(lab) {
      const { partitionOf } = await import("./keys.ts");
      const keys = new Set((await lab.kafka.read(topic)).flatMap(({ key }) => key ?? []));
      const there = (await lab.kafka.read(topic, { partition: wantedPartition })).filter(
        ({ key }) => key !== null && partitionOf(key, after) === wantedPartition,
      );
      const grown = (await partitionsOf(lab)) === after;
      return {
        passed: grown && there.length > 0,
        expected: {
          en: "a message in partition 2 whose key leads there",
          fr: "un message dans la partition 2, où sa clé le mène",
        },
        observed: {
          en: `${there.map(({ key }) => key).join(", ") || "none"} of ${keys.size} keys; partitions: ${grown ? "six" : "not six yet"}`,
          fr: `${there.map(({ key }) => key).join(", ") || "aucune"} sur ${keys.size} clés\u00a0; partitions\u00a0: ${grown ? "six" : "pas encore six"}`,
        },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await send(lab, firstMessages);
  await lab.kafka.withAdmin((admin) =>
    admin.createPartitions({ topicPartitions: [{ topic, count: after }] }),
  );
  await lab.up({ config: { topicPartitions: after } });
  await lab.ensureUp();
  await send(lab, [...laterMessages, "eve 1"]);
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** The name before the number is the key. */
async function send(lab: WorkshopLab, messages: string[]) {
  for (const message of messages) await lab.http.post(message, { key: message.split(" ")[0] ?? "" });
}

async function keyed(lab: WorkshopLab, key: string) {
  const messages = await lab.kafka.read(topic);
  return messages.filter((message) => message.key === key);
}

/** Whether this partition has them one after the other, whatever else it has, and however often. */
function isInOrder(messages: StoredMessage[], of: number, wanted: string[]) {
  const here = messages.filter(({ partition }) => partition === of).toSorted((a, b) => a.offset - b.offset);
  let next = 0;
  for (const { value } of here) if (value === wanted[next]) next += 1;
  return next === wanted.length;
}

async function partitionsOf(lab: WorkshopLab) {
  return (await lab.kafka.topicOffsets(topic)).length;
}

/** Where the key leads with the partitions that there are now, whoever chose one. */
async function partitionNow(lab: WorkshopLab, key: string) {
  const { partitionOf } = await import("./keys.ts");
  return partitionOf(key, await partitionsOf(lab));
}

async function configuredPartitions(lab: WorkshopLab, service: string) {
  const variables = (await lab.inspect(service))?.Config.Env ?? [];
  return variables.find((line) => line.startsWith("TOPIC_PARTITIONS="))?.split("=")[1] ?? "-";
}

function readPartition(partition: number) {
  return `docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --partition ${partition} --offset earliest --timeout-ms 5000 --property print.key=true`;
}

function places(messages: StoredMessage[]): Text {
  const texts = messages.map(({ value, partition, offset }) => `${value} [[${partition}]] @${offset}`);
  return texts.length > 0 ? texts.join(", ") : { en: "nothing yet", fr: "rien pour l'instant" };
}
