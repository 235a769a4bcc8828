import { solve } from "../../../workshop/18-all-together/lesson.ts";
import { billsTopic, group, ordersTopic } from "../../../workshop/18-all-together/shop.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { createTopic } from "../../../workshop/authoring/playground.ts";
import type { RowCase } from "../support/row-case.ts";

const customers = ["alice", "bob", "carol", "dave", "erin"];
const orders = Array.from({ length: 30 }, (_, index) => {
  const customer = customers[index % customers.length] ?? "alice";
  return { key: customer, value: JSON.stringify({ order: index + 1, customer, amount: 1 }) };
});
const bills = orders.map(({ key }, index) => {
  const worker = index % 2 === 0 ? "one" : "two";
  return { key, value: JSON.stringify({ order: index + 1, worker }) };
});

export const rows: Record<string, RowCase> = {
  topics: {
    without: [
      {
        why: "three partitions each",
        async run(lab) {
          for (const topic of [ordersTopic, billsTopic]) await createTopic(lab, topic, 3);
        },
      },
    ],
    otherwise: [
      {
        why: "grown afterwards",
        async run(lab) {
          for (const topic of [ordersTopic, billsTopic]) await createTopic(lab, topic, 3);
          const topicPartitions = [{ topic: ordersTopic, count: 6 }];
          await lab.kafka.withAdmin((admin) => admin.createPartitions({ topicPartitions }));
        },
      },
    ],
  },
  orders: {
    without: [
      {
        why: "without keys",
        run: (lab) =>
          sell(
            lab,
            orders.map(({ value }) => ({ value })),
          ),
      },
      { why: "twenty-nine", run: (lab) => sell(lab, orders.slice(1)) },
      {
        why: "a customer in two partitions",
        run: (lab) =>
          sell(lab, [
            ...orders,
            { ...orders[0], value: orders[0]?.value ?? "", partition: 5 },
            { ...orders[0], value: orders[0]?.value ?? "", partition: 4 },
          ]),
      },
    ],
    otherwise: [{ why: "each of them twice", run: (lab) => sell(lab, [...orders, ...orders]) }],
  },
  "two-workers": {
    without: [
      {
        why: "one worker",
        async run(lab) {
          await sell(lab, orders);
          await commit(lab);
          await bill(
            lab,
            bills.map(({ key, value }) => ({ key, value: value.replace("two", "one") })),
          );
        },
      },
      {
        why: "no group",
        async run(lab) {
          await sell(lab, orders);
          await bill(lab, bills);
        },
      },
    ],
    otherwise: [
      {
        why: "three workers",
        async run(lab) {
          await sell(lab, orders);
          await commit(lab);
          await bill(lab, [...bills, { key: "alice", value: '{"order":1,"worker":"three"}' }]);
        },
      },
    ],
  },
  survived: {
    without: [
      { why: "no fault", run: (lab) => sell(lab, orders) },
      {
        why: "the broker was stopped after the last order",
        async run(lab) {
          await sell(lab, orders);
          await restart(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "stopped in good order",
        async run(lab) {
          await sell(lab, orders.slice(0, 10));
          await restart(lab);
          await lab.kafka.send(ordersTopic, orders.slice(10));
        },
      },
    ],
  },
  "all-billed": {
    without: [
      {
        why: "one bill is missing",
        async run(lab) {
          await sell(lab, orders);
          await bill(lab, bills.slice(1));
        },
      },
      {
        why: "one bill too many",
        async run(lab) {
          await sell(lab, orders);
          await bill(lab, [...bills, { key: "alice", value: '{"order":99,"worker":"one"}' }]);
        },
      },
    ],
    otherwise: [
      {
        why: "some billed twice",
        async run(lab) {
          await sell(lab, orders);
          await bill(lab, [...bills, ...bills.slice(20)]);
        },
      },
    ],
  },
  "in-order": {
    without: [
      {
        why: "the last first",
        async run(lab) {
          await sell(lab, orders);
          await bill(lab, bills.toReversed());
        },
      },
    ],
    otherwise: [
      {
        why: "one customer after the other",
        async run(lab) {
          await sell(lab, orders);
          await bill(
            lab,
            bills.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
          );
        },
      },
    ],
  },
  "your-turn": {
    without: [
      { why: "nothing changed", run: async (lab) => plan(lab, "create 0, update 0, replace 0, delete 0") },
      {
        why: "a guess",
        async run(lab) {
          lab.config.set("serviceBInstances", 3);
          plan(lab, "create 1, update 0, replace 0, delete 0");
        },
      },
      {
        why: "applied already",
        async run(lab) {
          await lab.up({ config: { serviceBInstances: 3 } });
          plan(lab, "create 2, update 0, replace 0, delete 0");
        },
      },
    ],
    otherwise: [
      { why: "as the lesson solves it", run: solve },
      {
        why: "another plan, in one's own words",
        async run(lab) {
          lab.config.set("serviceBInstances", 2);
          plan(lab, "I expect:\ncreate: 1\nupdate: 0\nreplace: 0\ndelete: 0\nNothing of Kafka is touched.");
        },
      },
    ],
  },
};

type Message = { key?: string; value: string; partition?: number };

async function sell(lab: WorkshopLab, messages: readonly Message[]): Promise<void> {
  await createTopic(lab, ordersTopic, 6);
  await lab.kafka.send(ordersTopic, messages);
}

async function bill(lab: WorkshopLab, messages: readonly Message[]): Promise<void> {
  await createTopic(lab, billsTopic, 3);
  await lab.kafka.send(billsTopic, messages);
}

async function commit(lab: WorkshopLab): Promise<void> {
  const ends = await lab.kafka.topicOffsets(ordersTopic);
  const partitions = ends.map(({ partition, high }) => ({ partition, offset: String(high) }));
  await lab.kafka.withAdmin((admin) => admin.setOffsets({ groupId: group, topic: ordersTopic, partitions }));
}

async function restart(lab: WorkshopLab): Promise<void> {
  await lab.docker.getContainer(lab.nameOf("kafka")).restart();
  await lab.ensureUp();
}

function plan(lab: WorkshopLab, text: string): void {
  lab.files.write("playground/plan.txt", `${text}\n`);
}
