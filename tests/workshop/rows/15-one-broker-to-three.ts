import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { Deed, RowCase } from "../support/row-case.ts";

const restarted: Deed = {
  why: "users worked, and the one broker was restarted",
  run: (lab) =>
    withUsers(lab, async () => {
      await lab.docker.getContainer(lab.nameOf("kafka")).restart();
      await lab.ensureUp();
    }),
};

const grown: Deed = {
  why: "it was grown under load",
  run: (lab) => withUsers(lab, () => grow(lab)),
};

export const rows: Record<string, RowCase> = {
  "three-brokers": {
    without: [{ why: "two of them", run: (lab) => grow(lab, 2) }],
    otherwise: [
      {
        why: "one after the other",
        async run(lab) {
          await grow(lab, 2);
          await grow(lab, 3);
        },
      },
    ],
  },
  "under-load": {
    without: [
      restarted,
      {
        why: "users came only afterwards",
        async run(lab) {
          await grow(lab);
          await withUsers(lab, async () => {});
        },
      },
      {
        why: "users went before",
        async run(lab) {
          await withUsers(lab, async () => {});
          await grow(lab);
        },
      },
    ],
    otherwise: [grown],
  },
  "on-all-brokers": {
    without: [{ why: "brokers joined, and nothing was moved", run: (lab) => grow(lab) }],
    otherwise: [
      {
        why: "moved by Kafka's own tool, with a file",
        async run(lab) {
          await grow(lab);
          await reassign(lab, [
            ["message-topic", 0, [2, 1, 3]],
            ["message-topic", 1, [3, 1, 2]],
            ["message-topic", 2, [1, 2, 3]],
          ]);
        },
      },
    ],
  },
  "two-members": {
    without: [
      { why: "two instances, and nobody reads", run: (lab) => instances(lab, 2) },
      { why: "one instance is read from", run: (lab) => withUsers(lab, async () => {}) },
    ],
    otherwise: [
      {
        why: "three instances",
        run: (lab) =>
          withUsers(lab, async () => {
            await instances(lab, 3);
            await pause(15_000);
          }),
      },
    ],
  },
  "nothing-lost": {
    without: [
      { why: "grown while nobody was there", run: (lab) => grow(lab) },
      {
        why: "what was acknowledged was deleted from the log",
        async run(lab) {
          await withUsers(lab, async () => {});
          const partitions = [0, 1, 2].map((partition) => ({ partition, offset: "-1" }));
          await lab.kafka.withAdmin(async (admin) => {
            // kafkajs looks for the leaders in what it knows already, and has to be made to ask first.
            await admin.fetchTopicOffsets("message-topic");
            await admin.deleteTopicRecords({ topic: "message-topic", partitions });
          });
        },
      },
    ],
    otherwise: [grown],
  },
  "your-turn": {
    without: [
      {
        why: "broker 1 leads it",
        async run(lab) {
          await withHistory(lab);
          await reassign(lab, [["history", 0, [1, 2]]]);
        },
      },
      {
        why: "three brokers keep it",
        async run(lab) {
          await withHistory(lab);
          await reassign(lab, [["history", 0, [2, 1, 3]]]);
        },
      },
    ],
    otherwise: [
      {
        why: "led by broker 3, kept by broker 1 as well",
        async run(lab) {
          await withHistory(lab);
          await reassign(lab, [["history", 0, [3, 1]]]);
        },
      },
      {
        why: "made anew with two replicas",
        async run(lab) {
          await grow(lab);
          await run(lab, "kafka-topics --create --topic history --replica-assignment 2:3");
        },
      },
    ],
  },
};

/** As a learner does it: the users in a second terminal, and Ctrl-C in the end. */
async function withUsers(lab: WorkshopLab, act: () => Promise<void>): Promise<void> {
  const script = "workshop/traffic/run.ts";
  const users: ChildProcess = spawn("node_modules/.bin/node", [script], { cwd: lab.dir, stdio: "ignore" });
  const ended = once(users, "exit");
  try {
    await pause(20_000);
    await act();
    await pause(10_000);
  } finally {
    users.kill("SIGINT");
    await ended;
  }
}

async function grow(lab: WorkshopLab, brokers = 3): Promise<void> {
  await lab.up({ config: { brokers } });
  await lab.ensureUp();
}

async function instances(lab: WorkshopLab, serviceBInstances: number): Promise<void> {
  await lab.up({ config: { serviceBInstances } });
  await lab.ensureUp();
}

/** Three brokers and the topic, whatever there was before. */
async function withHistory(lab: WorkshopLab): Promise<void> {
  await grow(lab);
  await run(lab, "kafka-topics --create --if-not-exists --topic history --partitions 1");
}

type Wanted = [topic: string, partition: number, replicas: number[]];

async function reassign(lab: WorkshopLab, wanted: Wanted[]): Promise<void> {
  const partitions = wanted.map(([topic, partition, replicas]) => ({ topic, partition, replicas }));
  const file = JSON.stringify({ version: 1, partitions });
  await lab.exec("kafka", ["bash", "-c", 'printf %s "$1" >/tmp/move.json', "bash", file]);
  const tool = "kafka-reassign-partitions --reassignment-json-file /tmp/move.json";
  await run(lab, `${tool} --execute`);
  await lab.poll(
    async () => {
      const { stdout } = await run(lab, `${tool} --verify`);
      return !/still in progress/.test(stdout);
    },
    { what: "the partitions are copied" },
  );
  await promisify(execFile)("docker", [
    ...["exec", lab.nameOf("kafka"), "kafka-leader-election", "--bootstrap-server", "kafka:29092"],
    ...["--election-type", "preferred", "--all-topic-partitions"],
  ]);
}

async function run(lab: WorkshopLab, command: string) {
  const tool = ["bash", "-c", `${command} --bootstrap-server kafka:29092`];
  const done = await lab.exec("kafka", tool);
  if (done.exitCode !== 0) throw new Error(`${done.stdout}${done.stderr}`);
  return done;
}
