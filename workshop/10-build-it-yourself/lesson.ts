import { existsSync, readFileSync } from "node:fs";
import { labDir } from "../../common/project.mjs";
import { stateFile } from "../../engine/stack-files.ts";
import { goOn, whyNotReady } from "../authoring/hints.ts";
import type { Check, Observation, Row, Text, WorkshopLab } from "../authoring/lesson.ts";

/** The finished program; a test checks that it equals what the text has the learner write. */
const solution = "workshop/10-build-it-yourself/solution";

/** Nothing is up, and infra/ is empty. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.destroy();
  clearProgram(lab);
}

export const checks: Check[] = [
  {
    id: "network",
    row: {
      en: "stage 1: your program has made the network kafka-lab",
      fr: "étape 1 : votre programme a créé le réseau kafka-lab",
    },
    command: "docker network inspect kafka-lab",
    async observe(lab) {
      return madeRow(lab, "network", "kafka-lab");
    },
  },
  containerRow(2, "zookeeper"),
  containerRow(3, "kafka"),
  {
    id: "outside",
    row: {
      en: "stage 3: a client on this machine finds the broker at the address that it advertises",
      fr: "étape 3 : un client de cette machine trouve le broker à l'adresse qu'il annonce",
    },
    command: "./lab trace --from host --to external",
    async observe(lab) {
      const expected = lab.kafka.bootstrap();
      const { brokers } = await lab.kafka.withAdmin((admin) => admin.describeCluster());
      const observed = brokers.map(({ host, port }) => `${host}:${port}`).join(", ");
      return { passed: observed === expected, expected, observed };
    },
  },
  containerRow(4, "service-a"),
  containerRow(5, "service-b"),
  {
    id: "components",
    row: {
      en: "stage 5: each service is in a component of yours",
      fr: "étape 5 : chaque service est dans un composant à vous",
    },
    command: "./lab preview --diff",
    async observe(lab) {
      const inside = ["service-a", "service-b"].filter((name) => {
        const parent = made(lab, "container", name)?.parent ?? "";
        return parent !== "" && !parent.includes("::pulumi:pulumi:Stack::");
      });
      return {
        passed: inside.length === 2,
        expected: "service-a, service-b",
        observed: inside.length > 0 ? inside.join(", ") : { en: "neither", fr: "aucun" },
      };
    },
  },
  {
    id: "nothing-to-do",
    row: {
      en: "the lab is as your program says: a plan has nothing to do",
      fr: "ce qui existe est ce que dit votre programme : un plan n'a rien à faire",
    },
    command: "./lab preview --expect-no-changes",
    async observe(lab) {
      const { result, summary, errors } = await lab.preview({ allowFailure: true });
      const changes = Object.keys(summary).filter((op) => op !== "same");
      return {
        passed: result === "succeeded" && changes.length === 0,
        expected: { en: "no changes", fr: "aucun changement" },
        observed: errors[0]?.split("\n")[0] ?? (changes.join(", ") || "same"),
      };
    },
  },
];

export async function hints(lab: WorkshopLab, rows: readonly Row[]): Promise<readonly Text[]> {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (failing === undefined) return goOn(10);
  if (failing === "nothing-to-do") return planHints;
  if (failing === "components") return componentHints;
  if (failing === "outside") return outsideHints;
  if (!lab.files.list("infra").includes(fileOf[failing] ?? "")) return fileHints(failing);
  const part = failing === "network" ? undefined : await lab.inspect(failing);
  return part ? whyNotReady(lab, [failing]) : upHints(failing);
}

export async function solve(lab: WorkshopLab) {
  clearProgram(lab);
  for (const path of lab.files.list(solution)) {
    lab.files.write(path.replace(solution, "infra"), lab.files.read(path) ?? "");
  }
  await lab.ensureUp();
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

function clearProgram(lab: WorkshopLab) {
  for (const path of lab.files.list("infra")) lab.files.remove(path);
}

function containerRow(stage: number, part: string): Check {
  return {
    id: part,
    row: {
      en: `stage ${stage}: your program has made ${part}, and it is healthy`,
      fr: `étape ${stage} : votre programme a créé ${part}, et il est en bonne santé`,
    },
    command: `docker inspect ${part} --format '{{.State.Health.Status}}'`,
    async observe(lab) {
      const row = madeRow(lab, "container", part);
      if (!row.passed) return row;
      const observed = (await lab.inspect(part))?.State.Health?.Status ?? noProbe;
      return { passed: observed === "healthy", expected: "healthy", observed };
    },
  };
}

function madeRow(lab: WorkshopLab, type: "network" | "container", name: string): Observation {
  const urn = made(lab, type, name)?.urn;
  return {
    passed: urn !== undefined,
    expected: { en: `in the state: ${name}`, fr: `dans l'état : ${name}` },
    observed: urn ?? { en: "not in the state", fr: "absent de l'état" },
  };
}

/** The resource in the state with this name in Docker, whatever its name in the program. */
function made(
  lab: WorkshopLab,
  type: "network" | "container",
  name: string,
): { urn: string; parent?: string } | undefined {
  const file = stateFile(labDir, lab.stack);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
  const resources: { urn: string; type: string; parent?: string; outputs?: { name?: string } }[] =
    JSON.parse(text).checkpoint?.latest?.resources ?? [];
  return resources.find(
    (each) => each.type.startsWith(`docker:index/${type}:`) && each.outputs?.name === lab.nameOf(name),
  );
}

const noProbe = { en: "no health check", fr: "aucun contrôle de santé" };

const fileOf: Record<string, string> = {
  network: "infra/network.ts",
  zookeeper: "infra/zookeeper.ts",
  kafka: "infra/kafka.ts",
  "service-a": "infra/service.ts",
  "service-b": "infra/service.ts",
};

function fileHints(part: string): Text[] {
  const file = part === "service-a" ? "infra/service-a.ts" : fileOf[part];
  return [
    { en: `The next thing to write is ${file}.`, fr: `La prochaine chose à écrire : ${file}.` },
    {
      en: `Have index.ts import it, then:\n  ./lab up`,
      fr: `Importez-le dans index.ts, puis :\n  ./lab up`,
    },
    {
      en: `Compare with a possible result:\n  ls ${solution}`,
      fr: `Comparez avec ce à quoi cela peut ressembler à la fin :\n  ls ${solution}`,
    },
  ];
}

function upHints(part: string): Text[] {
  return [
    {
      en: `The file is there, and ${part} is not. Does index.ts import it? What does the plan say?\n  ./lab preview`,
      fr: `Le fichier est là, ${part} n'y est pas. index.ts l'importe-t-il ? Que dit le plan ?\n  ./lab preview`,
    },
    { en: "Apply it:\n  ./lab up", fr: "Exécutez-le :\n  ./lab up" },
  ];
}

const outsideHints: Text[] = [
  {
    en: "Your broker runs. What address does it give its clients?\n  ./lab trace --from host --to external",
    fr: "Votre broker tourne. Quelle adresse donne-t-il à ses clients ?\n  ./lab trace --from host --to external",
  },
  {
    en: "It must advertise the address that Docker publishes: EXTERNAL://127.0.0.1:9092, and `ports` must say 9092.",
    fr: "Il doit annoncer l'adresse que Docker publie : EXTERNAL://127.0.0.1:9092, et `ports` doit dire 9092.",
  },
];

const componentHints: Text[] = [
  {
    en: "Both services run, but not both in a component: see the last part of the lesson.",
    fr: "Les deux services tournent, mais pas tous deux dans un composant : voyez la dernière partie de la leçon.",
  },
  {
    en: "Let index.ts make both with `new Service(...)`, and let the children have the old parent as an alias:\n  ./lab up",
    fr: "Que index.ts crée les deux par `new Service(...)`, et que les enfants aient l'ancien parent pour alias :\n  ./lab up",
  },
];

const planHints: Text[] = [
  {
    en: "What is left to do?\n  ./lab preview --diff",
    fr: "Que reste-t-il à faire ?\n  ./lab preview --diff",
  },
  { en: "Do it:\n  ./lab up", fr: "Faites-le :\n  ./lab up" },
];
