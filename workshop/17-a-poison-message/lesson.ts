import { randomUUID } from "node:crypto";
import { LabError } from "../../common/lab-error.mjs";
import type { Check, Observation, StoredMessage, WorkshopLab } from "../authoring/lesson.ts";
import { firstError, missing, runProgram, startProgram } from "../authoring/own-program.ts";
import {
  bringPrograms,
  createTopic,
  emptyTopics,
  preparePlayground,
  programsIn,
} from "../authoring/playground.ts";

export { hints } from "./hints.ts";

const topic = "orders";
const deadTopic = "orders-dead";
const home = "workshop/17-a-poison-message";
const goodOrders = ['{"order":1,"amount":12.5}', '{"order":3,"amount":7}'];
const poison = '{"order":2,"amount":"12,50"}';

/** Two empty topics, no group that has read them, and the programs that the lesson brings. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await emptyTopics(lab, { topics: [topic, deadTopic], groups: /^(billing|redrive-)/ });
  for (const name of programsIn(lab, `${home}/solution`)) lab.files.remove(`playground/${name}`);
  preparePlayground(lab);
  bringPrograms(lab, `${home}/solution`, ["orders.ts", "send.ts"]);
}

export const checks: Check[] = [
  {
    id: "poison-is-there",
    row: {
      en: "a message that billing cannot read lies before one that it can, in the same partition",
      fr: "un message que billing ne sait pas lire précède, dans sa partition, un message qu'il sait lire",
    },
    command: read(topic),
    async observe(lab) {
      const messages = await lab.kafka.read(topic);
      const bad = messages.filter((each) => !isOrder(each.value));
      const blocked = messages.filter(
        (each) =>
          isOrder(each.value) &&
          bad.some(({ partition, offset }) => partition === each.partition && offset < each.offset),
      );
      return {
        passed: blocked.length > 0,
        expected: { en: "one or more behind it", fr: "au moins un derrière lui" },
        observed: {
          en: `${bad.length} that cannot be read, ${blocked.length} behind`,
          fr: `${bad.length} illisible(s), ${blocked.length} derrière`,
        },
      };
    },
  },
  {
    id: "put-aside",
    row: {
      en: `it is in ${deadTopic} as it came, with the place where it lay and the error`,
      fr: `il est dans ${deadTopic} tel quel, avec la place où il était et l'erreur`,
    },
    command: `${read(deadTopic)} --property print.headers=true`,
    async observe(lab) {
      const messages = await lab.kafka.read(topic);
      const letters = await lab.kafka.read(deadTopic);
      const right = letters.filter((letter) => comesFrom(letter, messages));
      return {
        passed: right.length > 0,
        expected: {
          en: "headers topic, partition, offset, error",
          fr: "en-têtes topic, partition, offset, error",
        },
        observed: {
          en: `${letters.length} in ${deadTopic}, ${right.length} of them with these headers`,
          fr: `${letters.length} dans ${deadTopic}, dont ${right.length} avec ces en-têtes`,
        },
      };
    },
  },
  {
    id: "billing-went-on",
    row: {
      en: "the group billing has read everything behind it",
      fr: "le groupe billing a lu tout ce qui le suit",
    },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group billing",
    async observe(lab) {
      const ends = await lab.kafka.topicOffsets(topic);
      const lag = await lagOf(lab, "billing", ends);
      const sent = ends.reduce((sum, { high }) => sum + high, 0);
      return {
        passed: sent > 0 && lag === 0,
        expected: { en: "lag 0", fr: "retard 0" },
        observed: { en: `lag ${lag} of ${sent}`, fr: `retard ${lag} sur ${sent}` },
      };
    },
  },
  {
    id: "redriven",
    row: {
      en: `a message of ${deadTopic} was sent to ${topic} again, and says which attempt it is`,
      fr: `un message de ${deadTopic} a été renvoyé à ${topic}, et dit quelle tentative c'est`,
    },
    command: `${read(topic)} --property print.headers=true`,
    async observe(lab) {
      const letters = await lab.kafka.read(deadTopic);
      const again = (await lab.kafka.read(topic)).filter(
        ({ value, key, headers, timestamp }) =>
          Number(headers.attempts) >= 1 &&
          letters.some((each) => each.value === value && each.key === key && each.timestamp <= timestamp),
      );
      return {
        passed: again.length > 0,
        expected: {
          en: "the same key and value, and a header attempts",
          fr: "mêmes clé et valeur, et un en-tête attempts",
        },
        observed: { en: `${again.length} such messages`, fr: `${again.length} message(s) de ce genre` },
      };
    },
  },
  {
    id: "own-billing",
    row: {
      en: "your billing puts aside whatever it cannot read, and goes on",
      fr: "votre billing met de côté ce qu'il ne sait pas lire, et continue",
    },
    command: "node_modules/.bin/node playground/billing.ts",
    observe: (lab) => whenThere(lab, "billing.ts", () => observeBilling(lab)),
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: your redrive sends nothing back a fourth time",
      fr: "à vous de jouer\u00a0: votre redrive ne renvoie rien une quatrième fois",
    },
    command: "node_modules/.bin/node playground/redrive.ts",
    observe: (lab) => whenThere(lab, "redrive.ts", () => observeRedrive(lab)),
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  bringPrograms(lab, `${home}/solution`);
  const [first = "", last = ""] = goodOrders;
  await lab.kafka.send(
    topic,
    [first, poison, last].map((value) => ({ key: "alice", value })),
  );
  await bill(lab, 3);
  lab.files.write("playground/orders.ts", repaired(lab.files.read("playground/orders.ts") ?? ""));
  const { status, output } = await runProgram(lab, "redrive.ts", { budgetMs: 60_000 });
  if (status !== 0)
    throw new LabError(`playground/redrive.ts failed: ${firstError(output)}`, "./lab reset 17");
  await bill(lab, 4);
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** What makes the amount readable: a comma in it, as the lesson repairs it. */
function repaired(text: string): string {
  return text
    .replace(
      "const { order, amount } = JSON.parse(String(value));",
      'const { order, amount: given } = JSON.parse(String(value));\n  const amount = typeof given === "string" ? Number(given.replace(",", ".")) : given;',
    )
    .replace('typeof amount !== "number"', "!Number.isFinite(amount)");
}

/** Lets billing run until it has read so many messages. */
async function bill(lab: WorkshopLab, count: number) {
  const program = startProgram(lab, "billing.ts");
  const isDone = async () => {
    const ends = await lab.kafka.topicOffsets(topic);
    return (
      ends.reduce((sum, { high }) => sum + high, 0) >= count && (await lagOf(lab, "billing", ends)) === 0
    );
  };
  await lab.poll(isDone, { what: { en: "billing has read everything", fr: "billing a tout lu" } });
  program.kill("SIGINT");
  await program.ended;
}

/** Topics of their own, so that the check leaves the learner's as they are. */
async function observeBilling(lab: WorkshopLab): Promise<Observation> {
  return withTopics(lab, async (own, dead) => {
    const bad = ["no JSON at all", '{"order":5,"amount":"a lot"}'];
    const values = ['{"order":4,"amount":1}', ...bad, '{"order":6,"amount":2}'];
    await lab.kafka.send(
      own,
      values.map((value) => ({ key: "alice", value })),
    );
    const group = `billing-${own}`;
    const program = startProgram(lab, "billing.ts", { env: { TOPIC: own, GROUP_ID: group } });
    const ends = await lab.kafka.topicOffsets(own);
    const isThrough = async () => (await lagOf(lab, group, ends)) === 0;
    const through = await soon(lab, isThrough, 40_000);
    const lag = await lagOf(lab, group, ends);
    program.kill("SIGKILL");
    await program.ended;
    const letters = (await lab.kafka.read(dead)).map(({ value }) => value);
    const wrong = letters.filter((value) => !bad.includes(value ?? ""));
    const kept = bad.filter((value) => letters.includes(value));
    return {
      passed: through && kept.length === bad.length && wrong.length === 0,
      expected: {
        en: "of four messages two put aside, lag 0",
        fr: "sur quatre messages, deux mis de côté, retard 0",
      },
      observed: {
        en: `${kept.length} put aside, ${wrong.length} wrongly, lag ${lag}`,
        fr: `${kept.length} mis de côté, ${wrong.length} à tort, retard ${lag}`,
      },
    };
  });
}

async function observeRedrive(lab: WorkshopLab): Promise<Observation> {
  return withTopics(lab, async (own, dead) => {
    const letters = [undefined, "2", "3"].map((attempts, index) => ({
      key: "alice",
      value: `letter ${index + 1}`,
      ...(attempts !== undefined && { headers: { attempts } }),
    }));
    await lab.kafka.send(dead, letters);
    const { status, output } = await runProgram(lab, "redrive.ts", { env: { TOPIC: own }, budgetMs: 60_000 });
    const back = new Set(
      (await lab.kafka.read(own)).map(({ value, headers }) => `${value}: ${headers.attempts}`),
    );
    const seen = [...back].toSorted().join(", ") || "-";
    const expected = "letter 1: 1, letter 2: 3";
    return {
      passed: seen === expected && status === 0,
      expected: { en: `it ends, and sends back ${expected}`, fr: `il se termine, et renvoie ${expected}` },
      observed: status === 0 ? seen : `${seen}; ${status === null ? "it does not end" : firstError(output)}`,
    };
  });
}

async function withTopics(
  lab: WorkshopLab,
  look: (own: string, dead: string) => Promise<Observation>,
): Promise<Observation> {
  const own = `check-${randomUUID()}`;
  const topics = [own, `${own}-dead`];
  for (const each of topics) await createTopic(lab, each, 1);
  try {
    return await look(own, `${own}-dead`);
  } finally {
    await lab.kafka.withAdmin(async (admin) => {
      await admin.deleteTopics({ topics });
      await admin.deleteGroups([`billing-${own}`, `redrive-${own}`]).catch(() => undefined);
    });
  }
}

async function lagOf(lab: WorkshopLab, group: string, ends: readonly { partition: number; high: number }[]) {
  const offsets = await lab.kafka.groupOffsets(group);
  return ends.reduce((sum, { partition, high }) => {
    const offset = offsets.find((each) => each.partition === partition)?.offset ?? 0;
    return sum + high - offset;
  }, 0);
}

async function soon(lab: WorkshopLab, ask: () => Promise<boolean>, budgetMs: number): Promise<boolean> {
  const what = { en: "it has read everything", fr: "il a tout lu" };
  return lab.poll(ask, { budgetMs, what }).catch(() => false);
}

async function whenThere(
  lab: WorkshopLab,
  file: string,
  look: () => Promise<Observation>,
): Promise<Observation> {
  if (lab.files.read(`playground/${file}`) !== undefined) return look();
  return { passed: false, expected: `playground/${file}`, observed: missing(file) };
}

/** Whether it is a copy of a message that billing could not read, and names its place. */
function comesFrom({ value, headers }: StoredMessage, messages: readonly StoredMessage[]): boolean {
  const origin = messages.find(
    ({ partition, offset }) => String(partition) === headers.partition && String(offset) === headers.offset,
  );
  const isCopy = origin !== undefined && origin.value === value && !isOrder(value);
  return isCopy && headers.topic === topic && (headers.error ?? "") !== "";
}

/** As the lesson's first billing reads it. */
function isOrder(value: string | null): boolean {
  try {
    return typeof JSON.parse(value ?? "").amount === "number";
  } catch {
    return false;
  }
}

function read(from: string): string {
  return `docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic ${from} --from-beginning --timeout-ms 5000`;
}
