import { setUpEmpty } from "../authoring/empty-topic.ts";
import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";

const topic = "message-topic";
const after = 6;
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
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --partition 0 --offset earliest --timeout-ms 5000",
    async observe(lab) {
      const wanted = firstMessages.filter((message) => message.startsWith("alice"));
      const found = (await keyed(lab, "alice")).filter(({ value }) => wanted.includes(value ?? ""));
      const inOrder = wanted.every((message, index) => found[index]?.value === message);
      return {
        passed: inOrder && new Set(found.map(({ partition }) => partition)).size === 1,
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
      const count = (await lab.kafka.topicOffsets(topic)).length;
      return { passed: count === after, expected: String(after), observed: String(count) };
    },
  },
  {
    id: "program-knows",
    row: {
      en: "the program and both services have six",
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
    row: { en: "alice 4 is in another partition", fr: "alice 4 est dans une autre partition" },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --partition 3 --offset earliest --timeout-ms 5000",
    async observe(lab) {
      const found = await keyed(lab, "alice");
      const fourth = found.find(({ value }) => value === "alice 4");
      const first = found.find(({ value }) => value === "alice 1");
      return {
        passed: fourth !== undefined && first !== undefined && fourth.partition !== first.partition,
        expected: { en: "partition 3, alice 1 in 0", fr: "partition 3, alice 1 dans 0" },
        observed: places([first, fourth].filter((message) => message !== undefined)),
      };
    },
  },
];

const ladders = {
  "one-key-one-partition": [
    {
      en: "The row shows where alice's messages are. Three are needed, with the key alice, sent one after the other.",
      fr: "La ligne montre où sont les messages d'alice. Il en faut trois, avec la clé alice, envoyés l'un après l'autre.",
    },
    `  curl -H 'Content-Type: application/json' -d '{"message": "alice 1", "key": "alice"}' http://localhost:5101/api/messages`,
    {
      en: "Sent in another order, or after the topic grew? Begin anew: ./lab reset",
      fr: "Envoyés dans un autre ordre, ou après l'agrandissement ? Recommencez : ./lab reset",
    },
  ],
  "six-partitions": [
    {
      en: "Partitions are added by Kafka's own tool.",
      fr: "Les partitions s'ajoutent avec l'outil de Kafka.",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --alter --topic message-topic --partitions 6",
  ],
  "program-knows": [
    {
      en: "The program's value is in the stack's settings.",
      fr: "Ce que dit le programme se règle dans la configuration de la pile.",
    },
    {
      en: "./lab config set topicPartitions 6, then ./lab up",
      fr: "./lab config set topicPartitions 6, puis ./lab up",
    },
  ],
  "the-key-moved": [
    {
      en: "Send alice 4, with the key alice, now that there are six.",
      fr: "Envoyez alice 4, avec la clé alice, maintenant qu'il y en a six.",
    },
    `  curl -H 'Content-Type: application/json' -d '{"message": "alice 4", "key": "alice"}' http://localhost:5101/api/messages`,
  ],
};

export const hints = hintsFrom(ladders, goOn(4));

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await send(lab, firstMessages);
  await lab.kafka.withAdmin((admin) =>
    admin.createPartitions({ topicPartitions: [{ topic, count: after }] }),
  );
  await lab.up({ config: { topicPartitions: after } });
  await lab.ensureUp();
  await send(lab, laterMessages);
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

async function configuredPartitions(lab: WorkshopLab, service: string) {
  const variables = (await lab.inspect(service))?.Config.Env ?? [];
  return variables.find((line) => line.startsWith("TOPIC_PARTITIONS="))?.split("=")[1] ?? "-";
}

function places(messages: StoredMessage[]): Text {
  const texts = messages.map(({ value, partition, offset }) => `${value} [[${partition}]] @${offset}`);
  return texts.length > 0 ? texts.join(", ") : { en: "nothing yet", fr: "rien pour l'instant" };
}
