import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "message-topic";
const alice = ["alice 1", "alice 2", "alice 3"];

export const rows: Record<string, RowCase> = {
  "one-key-one-partition": {
    without: [
      {
        why: "without a key",
        async run(lab) {
          for (const message of alice) await lab.http.post(message);
        },
      },
      { why: "in another order", run: (lab) => send(lab, ["alice 2", "alice 1", "alice 3"]) },
      {
        why: "spread over the partitions by hand",
        async run(lab) {
          const messages = alice.map((value, partition) => ({ key: "alice", value, partition }));
          await lab.kafka.send(topic, messages);
        },
      },
    ],
    otherwise: [
      { why: "one of them twice", run: (lab) => send(lab, ["alice 1", "alice 1", "alice 2", "alice 3"]) },
      {
        why: "in another order, and once more in the right one",
        run: (lab) => send(lab, ["alice 2", "alice 1", "alice 2", "alice 3"]),
      },
      {
        why: "all of them twice, others in between",
        run: (lab) => send(lab, [...alice, "zoe 1", ...alice]),
      },
    ],
  },
  "six-partitions": {
    without: [
      {
        why: "only the program was told",
        async run(lab) {
          await lab.up({ config: { topicPartitions: 6 } });
          await lab.ensureUp();
        },
      },
      { why: "five", run: (lab) => grow(lab, 5) },
    ],
    otherwise: [
      {
        why: "in two steps",
        async run(lab) {
          await grow(lab, 4);
          await grow(lab, 6);
        },
      },
    ],
  },
  "program-knows": {
    without: [
      { why: "only Kafka was told", run: (lab) => grow(lab, 6) },
      { why: "set, and not applied", run: async (lab) => lab.config.set("topicPartitions", 6) },
    ],
    otherwise: [
      {
        why: "first the program, then Kafka",
        async run(lab) {
          await lab.up({ config: { topicPartitions: 6 } });
          await grow(lab, 6);
        },
      },
    ],
  },
  "the-key-moved": {
    without: [
      { why: "sent before the topic grew", run: (lab) => sendThenGrow(lab, [...alice, "alice 4"]) },
      {
        why: "put into another partition by hand, while there are three",
        async run(lab) {
          await send(lab, alice);
          await lab.kafka.send(topic, [{ key: "alice", value: "alice 4", partition: 2 }]);
        },
      },
      {
        why: "put into another partition than the key's by hand",
        async run(lab) {
          await sendThenGrow(lab, alice);
          await lab.kafka.send(topic, [{ key: "alice", value: "alice 4", partition: 5 }]);
        },
      },
    ],
    otherwise: [
      {
        why: "sent too early, and again after the topic grew",
        async run(lab) {
          await sendThenGrow(lab, [...alice, "alice 4"]);
          await send(lab, ["alice 4"]);
        },
      },
      {
        why: "by a client of one's own",
        async run(lab) {
          await sendThenGrow(lab, alice);
          await lab.kafka.send(topic, [{ key: "alice", value: "alice 4", partition: 3 }]);
        },
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "a key that lands elsewhere",
        async run(lab) {
          await sendThenGrow(lab, []);
          await send(lab, ["alice 1", "bob 1"]);
        },
      },
      {
        why: "a key that landed there while there were three",
        run: (lab) => sendThenGrow(lab, ["ivan 1"]),
      },
      {
        why: "put there by hand",
        async run(lab) {
          await sendThenGrow(lab, []);
          await lab.kafka.send(topic, [{ key: "alice", value: "alice 1", partition: 2 }]);
        },
      },
      {
        why: "no key",
        async run(lab) {
          await sendThenGrow(lab, []);
          for (const n of [1, 2, 3, 4, 5, 6]) await lab.http.post(`message ${n}`);
        },
      },
    ],
    otherwise: [
      {
        why: "many keys, tried one after the other",
        async run(lab) {
          await sendThenGrow(lab, []);
          for (let n = 1; n <= 30; n += 1) await lab.http.post(`try ${n}`, { key: `key-${n}` });
        },
      },
    ],
  },
};

/** The name before the number is the key. */
async function send(lab: WorkshopLab, messages: readonly string[]): Promise<void> {
  for (const message of messages) await lab.http.post(message, { key: message.split(" ")[0] ?? "" });
}

/** As the lesson does it: Kafka first, then the program, so that both services are new. */
async function sendThenGrow(lab: WorkshopLab, messages: readonly string[]): Promise<void> {
  await send(lab, messages);
  await grow(lab, 6);
  await lab.up({ config: { topicPartitions: 6 } });
  await lab.ensureUp();
}

/** Kafka refuses a topic the number that it has. */
async function grow(lab: WorkshopLab, count: number): Promise<void> {
  if ((await lab.kafka.topicOffsets(topic)).length === count) return;
  await lab.kafka.withAdmin((admin) => admin.createPartitions({ topicPartitions: [{ topic, count }] }));
}
