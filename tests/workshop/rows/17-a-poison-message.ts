import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { startProgram } from "../../../workshop/authoring/own-program.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "orders";
const deadTopic = "orders-dead";
const first = '{"order":1,"amount":12.5}';
const poison = '{"order":2,"amount":"12,50"}';
const last = '{"order":3,"amount":7}';

export const rows: Record<string, RowCase> = {
  "poison-is-there": {
    without: [
      { why: "only good orders", run: (lab) => send(lab, first, last) },
      { why: "nothing behind it", run: (lab) => send(lab, first, poison) },
      {
        why: "in another partition",
        async run(lab) {
          await lab.kafka.send(topic, [
            { key: "alice", value: poison, partition: 0 },
            { key: "alice", value: last, partition: 1 },
          ]);
        },
      },
    ],
    otherwise: [{ why: "another poison, twice", run: (lab) => send(lab, "no JSON", "no JSON", last) }],
  },
  "put-aside": {
    without: [
      {
        why: "copied by hand, without its place",
        async run(lab) {
          await send(lab, first, poison, last);
          await lab.kafka.send(deadTopic, [{ key: "alice", value: poison }]);
        },
      },
      {
        why: "a good order put aside",
        async run(lab) {
          await send(lab, first, poison, last);
          await putAside(lab, first);
        },
      },
    ],
    otherwise: [
      {
        why: "by another program, with one header more",
        async run(lab) {
          await send(lab, first, poison, last);
          await putAside(lab, poison, { group: "billing" });
        },
      },
    ],
  },
  "billing-went-on": {
    without: [
      {
        why: "it stands still at the poison",
        async run(lab) {
          await send(lab, first, poison, last);
          bring(lab, "exercise", "billing.ts");
          await bill(lab, 1);
        },
      },
    ],
    otherwise: [
      {
        why: "through, and started again",
        async run(lab) {
          await send(lab, first, poison, last);
          bring(lab, "solution", "billing.ts");
          await bill(lab, 3);
          await bill(lab, 3);
        },
      },
    ],
  },
  redriven: {
    without: [
      {
        why: "sent again by hand, without a number",
        async run(lab) {
          await send(lab, first, poison, last);
          await putAside(lab, poison);
          await send(lab, poison);
        },
      },
      {
        why: "another message than the one put aside",
        async run(lab) {
          await send(lab, first, poison, last);
          await putAside(lab, poison);
          await lab.kafka.send(topic, [{ key: "alice", value: last, headers: { attempts: "1" } }]);
        },
      },
    ],
    otherwise: [
      {
        why: "by another program, twice",
        async run(lab) {
          await send(lab, first, poison, last);
          await putAside(lab, poison);
          for (const attempts of ["1", "2"])
            await lab.kafka.send(topic, [{ key: "alice", value: poison, headers: { attempts } }]);
        },
      },
    ],
  },
  "own-billing": {
    without: [
      { why: "it stands still", run: async (lab) => bring(lab, "exercise", "billing.ts") },
      {
        why: "it skips what it cannot read",
        run: (lab) => changed(lab, "billing.ts", "await putAside(partition, message, error);", "void error;"),
      },
    ],
    otherwise: [
      {
        why: "the good ones by another function",
        run: (lab) => changed(lab, "billing.ts", "amount.toFixed(2)", "Math.round(amount)"),
      },
    ],
  },
  "your-turn": {
    without: [
      { why: "as printed: without a limit", run: async (lab) => bring(lab, "exercise", "redrive.ts") },
      {
        why: "twice only",
        run: (lab) => changed(lab, "redrive.ts", "attempts > 3", "attempts > 2"),
      },
    ],
    otherwise: [
      {
        why: "counted before the attempt",
        run: (lab) => changed(lab, "redrive.ts", "attempts > 3", "attempts >= 4"),
      },
      {
        why: "the limit is where it is sent",
        run: (lab) =>
          changed(
            lab,
            "redrive.ts",
            "async function sendBack(",
            "const most = 3;\nvoid most;\nasync function sendBack(",
          ),
      },
    ],
  },
};

const home = "workshop/17-a-poison-message";

function bring(lab: WorkshopLab, from: "exercise" | "solution", name: string): void {
  lab.files.write(`playground/${name}`, lab.files.read(`${home}/${from}/${name}.txt`) ?? "");
}

async function changed(lab: WorkshopLab, name: string, from: string, to: string): Promise<void> {
  bring(lab, "solution", name);
  lab.files.write(`playground/${name}`, (lab.files.read(`playground/${name}`) ?? "").replace(from, to));
}

async function send(lab: WorkshopLab, ...values: string[]): Promise<void> {
  await lab.kafka.send(
    topic,
    values.map((value) => ({ key: "alice", value })),
  );
}

async function putAside(lab: WorkshopLab, value: string, more: Record<string, string> = {}): Promise<void> {
  const origin = (await lab.kafka.read(topic)).find((message) => message.value === value);
  const place = { topic, partition: String(origin?.partition), offset: String(origin?.offset) };
  const headers = { ...place, error: "Error: unreadable", ...more };
  await lab.kafka.send(deadTopic, [{ key: "alice", value, headers }]);
}

/** Until the group has committed so many messages. */
async function bill(lab: WorkshopLab, count: number): Promise<void> {
  const program = startProgram(lab, "billing.ts");
  await lab.poll(
    async () => {
      const offsets = await lab.kafka.groupOffsets("billing");
      return offsets.reduce((sum, { offset }) => sum + (offset ?? 0), 0) >= count;
    },
    { what: "billing has committed" },
  );
  program.kill("SIGINT");
  await program.ended;
}
