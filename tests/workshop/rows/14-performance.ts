import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { Deed, RowCase } from "../support/row-case.ts";

const notMeasured: Deed = {
  why: "the topics are there and full, and nothing was measured",
  async run(lab) {
    for (const topic of ["measure-batching", "measure-linger", "measure-acks", "measure-compression"])
      await fill(lab, topic, "--num-records 100 --record-size 100");
  },
};

export const rows: Record<string, RowCase> = {
  "by-hand": {
    without: [
      {
        why: "the lab has measured batches",
        run: (lab) => measure(lab, "batching"),
      },
      {
        why: "20,000 messages of one byte",
        run: (lab) => fill(lab, "by-hand", "--num-records 20000 --record-size 1"),
      },
    ],
    otherwise: [
      {
        why: "twice 10,000 messages, longer ones, in three partitions",
        async run(lab) {
          await create(lab, "by-hand", 3);
          for (const _ of [1, 2]) await produce(lab, "by-hand", "--num-records 10000 --record-size 120");
        },
      },
    ],
  },
  batching: experiment("batching", "linger"),
  linger: experiment("linger", "batching"),
  acks: experiment("acks", "linger"),
  compression: experiment("compression", "linger"),
  partitions: experiment("partitions", "members"),
  members: experiment("members", "partitions"),
  "your-turn": {
    without: [
      {
        why: "the best codec, with a batch for each message",
        async run(lab) {
          await measure(lab, "compression");
          await fill(lab, "packed", orders("compression.type=zstd batch.size=0"));
        },
      },
      {
        why: "large batches without a codec",
        async run(lab) {
          await measure(lab, "compression");
          await fill(lab, "packed", orders("batch.size=131072 linger.ms=50"));
        },
      },
      {
        why: "the best codec, with the usual batches",
        async run(lab) {
          await measure(lab, "compression");
          await fill(lab, "packed", orders("compression.type=zstd"));
        },
      },
      {
        why: "short messages",
        run: (lab) => fill(lab, "packed", "--num-records 10000 --record-size 5"),
      },
    ],
    otherwise: [
      {
        why: "gzip and long waits, in three partitions",
        async run(lab) {
          await measure(lab, "compression");
          await create(lab, "packed", 3);
          await produce(lab, "packed", orders("compression.type=gzip batch.size=262144 linger.ms=1000"));
        },
      },
      {
        why: "the broker compresses, and the producer only makes large batches",
        async run(lab) {
          await measure(lab, "compression");
          await create(lab, "packed", 1, "--config compression.type=zstd");
          await produce(lab, "packed", orders("batch.size=262144 linger.ms=1000"));
        },
      },
    ],
  },
};

function experiment(name: string, other: string): RowCase {
  return {
    without: [notMeasured, { why: `${other} was measured`, run: (lab) => measure(lab, other) }],
    otherwise: [
      {
        why: "measured twice",
        async run(lab) {
          for (const _ of [1, 2]) await measure(lab, name);
        },
      },
    ],
  };
}

/** As a learner does it. */
async function measure(lab: WorkshopLab, name: string): Promise<void> {
  const script = "workshop/14-performance/measure.ts";
  await promisify(execFile)("node_modules/.bin/node", [script, name], { cwd: lab.dir });
}

async function fill(lab: WorkshopLab, topic: string, options: string): Promise<void> {
  await create(lab, topic, 1);
  await produce(lab, topic, options);
}

async function create(lab: WorkshopLab, topic: string, partitions: number, options = ""): Promise<void> {
  await run(lab, `kafka-topics --create --topic ${topic} --partitions ${partitions} ${options}`);
}

async function produce(lab: WorkshopLab, topic: string, options: string): Promise<void> {
  const [content, settings = ""] = options.split(" -- ");
  const all = `--producer-props bootstrap.servers=kafka:29092 ${settings}`;
  const { exitCode, stderr } = await lab.exec("kafka", [
    ...["bash", "-c", `kafka-producer-perf-test --topic ${topic} --throughput -1 ${content} ${all}`],
  ]);
  if (exitCode !== 0) throw new Error(stderr);
}

const orders = (settings: string) => `--num-records 10000 --payload-file /tmp/orders.json -- ${settings}`;

async function run(lab: WorkshopLab, command: string): Promise<void> {
  const { exitCode, stderr } = await lab.exec("kafka", [
    ...["bash", "-c", `${command} --bootstrap-server kafka:29092`],
  ]);
  if (exitCode !== 0) throw new Error(stderr);
}
