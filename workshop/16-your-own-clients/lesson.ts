import { LabError } from "../../common/lab-error.mjs";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { firstError, runProgram, typeComplaints, whenThere } from "../authoring/own-program.ts";
import { bringPrograms, emptyTopics, preparePlayground, programsIn } from "../authoring/playground.ts";
import { install } from "./install.ts";
import {
  handled,
  observeCount,
  observeOtherClient,
  observeServiceA,
  observeServiceB,
  topic,
} from "./observe-programs.ts";

export { hints } from "./hints.ts";

const home = "workshop/16-your-own-clients";
const keys = ["alice", "bob", "carol"];
const crashAt = "bob's order 2";

/** An empty topic of its own, no group that has read it, and the two services with holes in playground/. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await emptyTopics(lab, { topics: [topic], groups: /^(commit-|count-|check-|own-group)/ });
  for (const name of ["handled-before.txt", "handled-after.txt", ...programsIn(lab, `${home}/solution`)])
    lab.files.remove(`playground/${name}`);
  preparePlayground(lab);
  bringPrograms(lab, `${home}/exercise`, ["service-a.ts", "service-b.ts"]);
  bringPrograms(lab, `${home}/solution`, ["queue.ts"]);
}

export const checks: Check[] = [
  {
    id: "own-producer",
    row: {
      en: "your producer has sent three orders with each of three keys",
      fr: "votre producteur a envoyé trois commandes avec chacune des trois clés",
    },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic own-topic --from-beginning --property print.key=true --timeout-ms 5000",
    async observe(lab) {
      const messages = await lab.kafka.read(topic);
      const counts = keys.map((key) => {
        const own = messages.filter((each) => each.key === key && each.value?.startsWith(`${key}'s order`));
        return new Set(own.map(({ value }) => value)).size;
      });
      return {
        passed: counts.every((count) => count >= 3),
        expected: "alice 3, bob 3, carol 3",
        observed: keys.map((key, index) => `${key} ${counts[index]}`).join(", "),
      };
    },
  },
  {
    id: "commit-before",
    row: {
      en: "committed before the work: the order of the crash is never handled",
      fr: "validé avant le travail\u00a0: la commande de la panne n'est jamais traitée",
    },
    command: "cat playground/handled-before.txt",
    observe: (lab) => handled(lab, "before"),
  },
  {
    id: "commit-after",
    row: {
      en: "committed after the work: after a crash, every order is handled",
      fr: "validé après le travail\u00a0: malgré une panne, chaque commande est traitée",
    },
    command: "cat playground/handled-after.txt",
    observe: (lab) => handled(lab, "after"),
  },
  {
    id: "no-complaint",
    row: {
      en: "the type checker finds nothing to complain about in your programs",
      fr: "le vérificateur de types n'a rien à redire à vos programmes",
    },
    command: "node_modules/.bin/tsc --noEmit -p playground",
    async observe(lab) {
      const complaints = await typeComplaints(lab);
      return {
        passed: complaints.length === 0,
        expected: { en: "no complaint", fr: "aucune remarque" },
        observed: complaints[0] ?? { en: "no complaint", fr: "aucune remarque" },
      };
    },
  },
  {
    id: "own-service-a",
    row: {
      en: "your service-a stores strings with their key, says where, and refuses the rest",
      fr: "votre service-a enregistre les chaînes avec leur clé, dit où, et refuse le reste",
    },
    command: `curl -H 'Content-Type: application/json' -d '"Hello"' 'http://127.0.0.1:5161/api/messages?key=carol'`,
    observe: (lab) => whenThere(lab, "service-a.ts", () => observeServiceA(lab)),
  },
  {
    id: "own-service-b",
    row: {
      en: "your service-b hands out one message at a time, commits each afterwards, and leaves its group",
      fr: "votre service-b remet les messages un par un, valide chacun ensuite, et quitte son groupe",
    },
    command: "curl 'http://127.0.0.1:5162/api/messages?timeout=5'",
    observe: (lab) => whenThere(lab, "service-b.ts", () => observeServiceB(lab)),
  },
  {
    id: "other-client",
    row: {
      en: "your service-b reads with a client other than kafkajs",
      fr: "votre service-b lit avec un autre client que kafkajs",
    },
    command: "grep import playground/service-b.ts",
    observe: (lab) => whenThere(lab, "service-b.ts", () => observeOtherClient(lab)),
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: playground/count.ts says how many messages each key has, each time it runs",
      fr: "à vous de jouer\u00a0: playground/count.ts dit combien de messages a chaque clé, à chaque exécution",
    },
    command: "node_modules/.bin/node playground/count.ts",
    observe: (lab) => whenThere(lab, "count.ts", () => observeCount(lab)),
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  bringPrograms(lab, `${home}/solution`);
  const service = lab.files.read("playground/service-b.ts") ?? "";
  lab.files.write("playground/service-b.ts", service.replace("./client.ts", "./other-client.ts"));
  await install(lab);
  await run(lab, "producer.ts");
  for (const moment of ["before", "after"]) {
    await runProgram(lab, "consumer.ts", { args: [moment], env: { CRASH_AT: crashAt } });
    await run(lab, "consumer.ts", [moment]);
  }
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

async function run(lab: WorkshopLab, file: string, args: string[] = []) {
  const { status, output } = await runProgram(lab, file, { args });
  if (status !== 0)
    throw new LabError(
      `playground/${file} failed: ${firstError(output)}`,
      "Bring the start back: ./lab reset 16",
    );
}
