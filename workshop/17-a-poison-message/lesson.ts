import { LabError } from "../../common/lab-error.mjs";
import type { Check, StoredMessage, WorkshopLab } from "../authoring/lesson.ts";
import { firstError, runProgram, startProgram, whenThere } from "../authoring/own-program.ts";
import { bringPrograms, emptyTopics, preparePlayground, programsIn } from "../authoring/playground.ts";
import { lagOf, observeBilling, observeRedrive } from "./observe-programs.ts";

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
      en: "in one partition, a message that billing cannot read comes before one that it can",
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
