import { install } from "../../../workshop/16-your-own-clients/install.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { runProgram } from "../../../workshop/authoring/own-program.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "own-topic";
const orders = ["alice", "bob", "carol"].flatMap((key) =>
  [1, 2, 3].map((turn) => ({ key, value: `${key}'s order ${turn}` })),
);
const crash = { CRASH_AT: "bob's order 2" };

export const rows: Record<string, RowCase> = {
  "own-producer": {
    without: [
      {
        why: "without keys",
        async run(lab) {
          await lab.kafka.send(
            topic,
            orders.map(({ value }) => ({ value })),
          );
        },
      },
      {
        why: "the same order three times",
        async run(lab) {
          await lab.kafka.send(
            topic,
            orders.map(({ key }) => ({ key, value: `${key}'s order 1` })),
          );
        },
      },
    ],
    otherwise: [{ why: "sent twice, by another program", run: (lab) => send(lab, [...orders, ...orders]) }],
  },
  "commit-before": {
    without: [
      { why: "never stopped half-way", run: (lab) => consume(lab, "before", [{}]) },
      { why: "stopped, and not started again", run: (lab) => consume(lab, "before", [crash]) },
    ],
    otherwise: [
      {
        why: "stopped at another order, and twice",
        run: (lab) => consume(lab, "before", [{ CRASH_AT: "alice's order 2" }, crash, {}]),
      },
    ],
  },
  "commit-after": {
    without: [
      { why: "never stopped half-way", run: (lab) => consume(lab, "after", [{}]) },
      { why: "stopped, and not started again", run: (lab) => consume(lab, "after", [crash]) },
      {
        why: "committed before the work",
        async run(lab) {
          fill(lab, "queue.ts", "client.ts", "producer.ts");
          const text = given(lab, "consumer.ts").replace('=== "before"', '=== "after"');
          lab.files.write("playground/consumer.ts", text);
          await runProgram(lab, "producer.ts");
          for (const env of [crash, {}]) await runProgram(lab, "consumer.ts", { args: ["after"], env });
        },
      },
    ],
    otherwise: [
      {
        why: "stopped at another order",
        run: (lab) => consume(lab, "after", [{ CRASH_AT: "carol's order 3" }, {}]),
      },
    ],
  },
  "no-complaint": {
    without: [
      {
        why: "one service still has its holes",
        run: async (lab) => fill(lab, "queue.ts", "client.ts", "service-a.ts"),
      },
      {
        why: "a type is wrong",
        async run(lab) {
          fill(lab, "queue.ts", "client.ts", "service-a.ts", "service-b.ts");
          lab.files.write("playground/count.ts", 'export const offset: number = "1";\n');
        },
      },
    ],
    otherwise: [
      {
        why: "a service without express",
        async run(lab) {
          fill(lab, "queue.ts", "client.ts", "service-b.ts");
          lab.files.write("playground/service-a.ts", plainServiceA);
        },
      },
    ],
  },
  "own-service-a": {
    without: [
      broken("service-a.ts", "without the key", "send(key, message)", "send(null, message)"),
      broken("service-a.ts", "whatever is sent is stored", 'typeof message !== "string"', "message === 43"),
      broken("service-a.ts", "the offset is made up", "]] @$", "]] @7$"),
    ],
    otherwise: [
      {
        why: "without express",
        async run(lab) {
          fill(lab, "queue.ts", "client.ts");
          lab.files.write("playground/service-a.ts", plainServiceA);
        },
      },
    ],
  },
  "own-service-b": {
    without: [
      broken("service-b.ts", "it never commits", "message.commit()", "undefined"),
      broken("service-b.ts", "it never leaves", "await consumer.close();\n  process.exit(0);", ""),
      broken("service-b.ts", "no message is status 200", "status(204)", "status(200)"),
    ],
    otherwise: [
      {
        why: "by the other client",
        async run(lab) {
          fill(lab, "queue.ts", "client.ts", "service-b.ts", "other-client.ts");
          await useOtherClient(lab);
        },
      },
    ],
  },
  "other-client": {
    without: [
      {
        why: "by kafkajs",
        run: async (lab) => fill(lab, "queue.ts", "client.ts", "service-b.ts", "other-client.ts"),
      },
    ],
    otherwise: [
      {
        why: "client.ts itself speaks by the other library",
        async run(lab) {
          fill(lab, "queue.ts", "service-b.ts");
          await install(lab);
          lab.files.write("playground/client.ts", given(lab, "other-client.ts"));
        },
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "always the same group: the second run counts nothing",
        async run(lab) {
          fill(lab, "queue.ts", "client.ts");
          await send(lab, orders);
          const text = given(lab, "count.ts")
            .replace(/`count-.*`/, '"count"')
            .replace("const key", "await message.commit();\n  const key");
          lab.files.write("playground/count.ts", text);
        },
      },
      {
        why: "what it says is fixed",
        async run(lab) {
          await send(lab, orders.slice(1));
          lab.files.write("playground/count.ts", 'console.log("alice 3, bob 3, carol 3");\n');
        },
      },
    ],
    otherwise: [
      {
        why: "a group of its own each time",
        async run(lab) {
          if ((await lab.kafka.topicOffsets(topic)).every(({ high }) => high === 0)) await send(lab, orders);
          fill(lab, "queue.ts", "client.ts", "count.ts");
        },
      },
      {
        why: "kafkajs itself, up to the end that the broker reports",
        async run(lab) {
          await send(lab, orders);
          lab.files.write("playground/count.ts", countToTheEnd);
        },
      },
    ],
  },
};

const solution = "workshop/16-your-own-clients/solution";

function given(lab: WorkshopLab, name: string): string {
  return lab.files.read(`${solution}/${name}.txt`) ?? "";
}

function fill(lab: WorkshopLab, ...names: string[]): void {
  for (const name of names) lab.files.write(`playground/${name}`, given(lab, name));
}

function broken(file: string, why: string, from: string, to: string) {
  return {
    why,
    async run(lab: WorkshopLab) {
      fill(lab, "queue.ts", "client.ts");
      lab.files.write(`playground/${file}`, given(lab, file).replace(from, to));
    },
  };
}

async function consume(lab: WorkshopLab, moment: string, runs: Record<string, string>[]): Promise<void> {
  fill(lab, "queue.ts", "client.ts", "producer.ts", "consumer.ts");
  await runProgram(lab, "producer.ts");
  for (const env of runs) await runProgram(lab, "consumer.ts", { args: [moment], env });
}

async function send(lab: WorkshopLab, messages: readonly { key: string; value: string }[]): Promise<void> {
  await lab.kafka.send(topic, messages);
}

async function useOtherClient(lab: WorkshopLab): Promise<void> {
  await install(lab);
  const text = given(lab, "service-b.ts").replace("./client.ts", "./other-client.ts");
  lab.files.write("playground/service-b.ts", text);
}

const plainServiceA = `import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { openProducer } from "./client.ts";

const topic = process.env.TOPIC ?? "own-topic";
const producer = await openProducer(topic);
createServer(async (request, response) => {
  const message: unknown = request.method === "POST" ? JSON.parse(await text(request)) : undefined;
  if (typeof message !== "string") {
    response.writeHead(400).end();
    return;
  }
  const key = new URL(request.url ?? "/", "http://localhost").searchParams.get("key");
  const { partition, offset } = await producer.send(key, message);
  response.end(\`Message '\${message}' sent to \${topic} [[\${partition}]] @\${offset}\`);
}).listen(Number(process.env.PORT ?? 5161), "127.0.0.1");
`;

const countToTheEnd = `import { Kafka, logLevel } from "kafkajs";

const topic = "own-topic";
const kafka = new Kafka({
  brokers: [process.env.KAFKA_BOOTSTRAP_SERVERS ?? "127.0.0.1:9092"],
  logLevel: logLevel.NOTHING,
});
const admin = kafka.admin();
await admin.connect();
let left = (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
await admin.disconnect();
const counts: Record<string, number> = {};
const consumer = kafka.consumer({ groupId: "count-" + Date.now() });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await new Promise<void>((resolve) => {
  void consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      const key = String(message.key);
      counts[key] = (counts[key] ?? 0) + 1;
      left -= 1;
      if (left === 0) resolve();
    },
  });
});
await consumer.disconnect();
console.log(counts);
`;
