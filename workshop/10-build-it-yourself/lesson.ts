import { existsSync, readFileSync } from "node:fs";
import { labDir } from "../../common/project.mjs";
import { stateFile } from "../../engine/stack-files.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { goOn, whyNotReady } from "../authoring/hints.ts";
import type { Check, Observation, Row, Text, WorkshopLab } from "../authoring/lesson.ts";
import { fitted, solution, yourTurn } from "./stages.ts";

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
      fr: "étape 1\u00a0: votre programme a créé le réseau kafka-lab",
    },
    command: "docker network inspect kafka-lab",
    async observe(lab) {
      return madeRow(lab, "network", "kafka-lab");
    },
  },
  containerRow(2, "zookeeper"),
  containerRow(3, "kafka"),
  {
    id: "waits",
    row: {
      en: "stage 3: your program says that Kafka waits for ZooKeeper",
      fr: "étape 3\u00a0: votre programme dit que Kafka attend ZooKeeper",
    },
    command: "./lab preview --diff",
    async observe(lab) {
      const zookeeper = made(lab, "container", "zookeeper")?.urn ?? "-";
      const passed = made(lab, "container", "kafka")?.dependencies?.includes(zookeeper) ?? false;
      return {
        passed,
        expected: {
          en: "an output of zookeeper's container among kafka's inputs",
          fr: "une sortie du conteneur de zookeeper parmi les entrées de kafka",
        },
        observed: passed ? { en: "there is one", fr: "il y en a une" } : { en: "none", fr: "aucune" },
      };
    },
  },
  {
    id: "outside",
    row: {
      en: "stage 3: a client on this machine finds the broker at the address that it advertises",
      fr: "étape 3\u00a0: un client de cette machine trouve le broker à l'adresse qu'il annonce",
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
  {
    id: "components",
    row: {
      en: "stage 5: service-a is in a component of yours",
      fr: "étape 5\u00a0: service-a est dans un composant à vous",
    },
    command: "./lab preview --diff",
    async observe(lab) {
      const seen = made(lab, "container", "service-a");
      const parent = { en: "its parent is the stack", fr: "son parent est la stack" };
      return {
        passed: isInComponent(seen),
        expected: { en: "a component as its parent", fr: "un composant pour parent" },
        observed: isInComponent(seen) ? (seen?.parent ?? "") : seen ? parent : absent,
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: service-b is in a component of yours, healthy, and reads as my-group",
      fr: "à vous de jouer\u00a0: service-b est dans un composant à vous, en bonne santé, et lit en tant que my-group",
    },
    command: "docker inspect service-b --format '{{.State.Health.Status}} {{.Config.Env}}'",
    async observe(lab) {
      const wanted = {
        en: "in a component, healthy, GROUP_ID=my-group, and an output serviceBUrl",
        fr: "dans un composant, healthy, GROUP_ID=my-group, et une sortie serviceBUrl",
      };
      const lacking = await lackingOf(lab);
      return { passed: lacking === undefined, expected: wanted, observed: lacking ?? wanted };
    },
  },
  {
    id: "nothing-to-do",
    row: {
      en: "the lab is as your program says: a plan has nothing to do",
      fr: "ce qui existe est ce que dit votre programme\u00a0: un plan n'a rien à faire",
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
  if (failing === "waits") return waitHints;
  if (failing === "outside") return outsideHints(lab);
  if (failing === "components") return componentHints;
  if (failing === "your-turn") return yourTurnHints;
  if (failing === "nothing-to-do") return planHints;
  const kind = failing === "network" ? "network" : "container";
  if (!made(lab, kind, failing)) return notMadeHints(lab, failing);
  const seen = await lab.inspect(failing);
  return seen?.State.Running && !seen.State.Health ? probeHints(failing) : whyNotReady(lab, [failing]);
}

/** The finished program, for the names and ports of this lab. */
export async function solve(lab: WorkshopLab) {
  clearProgram(lab);
  for (const path of lab.files.list(solution)) {
    const text = fitted(lab.files.read(path) ?? "", readLabConfig(lab.stack));
    lab.files.write(path.replace(solution, "infra"), text);
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
      fr: `étape ${stage}\u00a0: votre programme a créé ${part}, et il est en bonne santé`,
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

/** What service-b still needs; undefined if nothing. */
async function lackingOf(lab: WorkshopLab): Promise<Text | undefined> {
  const row = madeRow(lab, "container", "service-b");
  if (!row.passed) return row.observed;
  if (!isInComponent(made(lab, "container", "service-b")))
    return { en: "it is in no component", fr: "il n'est dans aucun composant" };
  const seen = await lab.inspect("service-b");
  const health = seen?.State.Health?.Status;
  if (health !== "healthy") return health ?? noProbe;
  const group = seen?.Config.Env.find((entry) => entry.startsWith("GROUP_ID="));
  if (group !== "GROUP_ID=my-group") return group ?? { en: "no GROUP_ID", fr: "pas de GROUP_ID" };
  const ofA = (await lab.inspect("service-a"))?.Config.Env.some((entry) => entry.startsWith("GROUP_ID="));
  if (ofA) return { en: "service-a has a GROUP_ID too", fr: "service-a a aussi un GROUP_ID" };
  if (typeof outputs(lab).serviceBUrl !== "string")
    return { en: "no output serviceBUrl", fr: "pas de sortie serviceBUrl" };
  return undefined;
}

function isInComponent(resource: StateResource | undefined): boolean {
  const parent = resource?.parent ?? "";
  return parent !== "" && !parent.includes("::pulumi:pulumi:Stack::");
}

function madeRow(lab: WorkshopLab, type: "network" | "container", name: string): Observation {
  const urn = made(lab, type, name)?.urn;
  return {
    passed: urn !== undefined,
    expected: { en: `in the state: ${name}`, fr: `dans l'état\u00a0: ${name}` },
    observed: urn ?? absent,
  };
}

type StateResource = {
  urn: string;
  type: string;
  parent?: string;
  dependencies?: string[];
  outputs?: { name?: string; [name: string]: unknown };
};

/** The resource in the state with this name in Docker, whatever its name in the program. */
function made(lab: WorkshopLab, type: "network" | "container", name: string) {
  return inState(lab).find(
    (each) => each.type.startsWith(`docker:index/${type}:`) && each.outputs?.name === lab.nameOf(name),
  );
}

/** What the main file exports. */
function outputs(lab: WorkshopLab): Record<string, unknown> {
  return inState(lab).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

function inState(lab: WorkshopLab): StateResource[] {
  const file = stateFile(labDir, lab.stack);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
  return JSON.parse(text).checkpoint?.latest?.resources ?? [];
}

const noProbe = { en: "no health check", fr: "aucun contrôle de santé" };
const absent = { en: "not in the state", fr: "absent de l'état" };

/** Where the text begins with each part, so that a hint can have it written. */
const stageOf: Record<string, number> = { network: 1, zookeeper: 2, kafka: 3, "service-a": 4 };

/** What is next depends on what the plan says, because a learner may name and divide the files in another way. */
async function notMadeHints(lab: WorkshopLab, part: string): Promise<Text[]> {
  const written = writtenFor(stageOf[part] ?? yourTurn);
  const { result, steps, errors } = await lab.preview({ allowFailure: true });
  const [first = ""] = errors[0]?.split("\n") ?? [];
  const isEmpty = lab.files.list("infra").length === 0;
  if (result === "failed" && !isEmpty) return [noPlan, { en: first, fr: first }, written];
  const kind = part === "network" ? "network:Network" : "container:Container";
  const isPlanned = steps.some(({ op, urn }) => op === "create" && urn.includes(`/${kind}::${part}`));
  if (isPlanned) return applyHints(part);
  const file = lab.files.list("infra").find((path) => lab.files.read(path)?.includes(`"${part}"`));
  return [file ? notImported(file, part) : toWrite(part), written];
}

const noPlan = {
  en: "Your program does not run yet, so there is no plan. Where does it stop?\n  ./lab preview",
  fr: "Votre programme ne s'exécute pas encore, il n'y a donc pas de plan. Où s'arrête-t-il\u00a0?\n  ./lab preview",
};

function applyHints(part: string): Text[] {
  return [
    {
      en: `Your program has ${part} in its plan. It is not made yet.`,
      fr: `Votre programme a ${part} dans son plan. Il n'est pas encore créé.`,
    },
    { en: "Have it made:\n  ./lab up --yes", fr: "Faites-le créer\u00a0:\n  ./lab up --yes" },
  ];
}

function notImported(file: string, part: string): Text {
  return {
    en: `${file} mentions "${part}", and the plan does not make it. Does index.ts import that file?\n  ./lab preview`,
    fr: `${file} parle de «\u00a0${part}\u00a0», et le plan ne le crée pas. index.ts importe-t-il ce fichier\u00a0?\n  ./lab preview`,
  };
}

function toWrite(part: string): Text {
  const kind = part === "network" ? "docker.Network" : "docker.Container";
  const name = part === "network" ? "kafka-lab" : part;
  return {
    en: `The next thing to write is a ${kind} whose name is ${name} (stage ${stageOf[part]} of the text).`,
    fr: `Ce qu'il faut écrire ensuite\u00a0: un ${kind} dont le nom est ${name} (étape ${stageOf[part]} du texte).`,
  };
}

/** The exact hint: everything up to the end of a stage, written. */
function writtenFor(stage: number): Text {
  const command = [
    `  node_modules/.bin/node workshop/10-build-it-yourself/begin-at.ts ${stage + 1}`,
    "  ./lab up --yes",
  ].join("\n");
  return {
    en: `This writes the files of the text up to the end of stage ${stage}; yours are saved:\n${command}`,
    fr: `Ceci écrit les fichiers du texte jusqu'à la fin de l'étape ${stage}\u00a0; les vôtres sont gardés\u00a0:\n${command}`,
  };
}

function probeHints(part: string): Text[] {
  return [
    {
      en: `${part} runs, but nobody asks it how it is: its container has no health check.`,
      fr: `${part} tourne, mais personne ne lui demande comment il va\u00a0: son conteneur n'a pas de contrôle de santé.`,
    },
    {
      en: "Give the container a `healthcheck` (stage 2 of the text), then:\n  ./lab up --yes",
      fr: "Donnez au conteneur un `healthcheck` (étape 2 du texte), puis\u00a0:\n  ./lab up --yes",
    },
    writtenFor(stageOf[part] ?? yourTurn),
  ];
}

const waitHints: Text[] = [
  {
    en: "If one `up` made both, Kafka would start at once. Which of its inputs could be an output of ZooKeeper's container?",
    fr: "Si un même `up` créait les deux, Kafka démarrerait tout de suite. Laquelle de ses entrées pourrait être une sortie du conteneur de ZooKeeper\u00a0?",
  },
  {
    en: "In the environment of Kafka, `pulumi.interpolate` before the backtick lets `zookeeper.name` be a part of the string. See it:\n  grep ZOOKEEPER workshop/10-build-it-yourself/solution/kafka.ts",
    fr: "Dans l'environnement de Kafka, `pulumi.interpolate` devant l'accent grave laisse `zookeeper.name` faire partie de la chaîne. Voyez\u00a0:\n  grep ZOOKEEPER workshop/10-build-it-yourself/solution/kafka.ts",
  },
  writtenFor(3),
];

function outsideHints(lab: WorkshopLab): Text[] {
  const address = lab.kafka.bootstrap();
  return [
    {
      en: "Your broker runs. What address does it give its clients?\n  ./lab trace --from host --to external",
      fr: "Votre broker tourne. Quelle adresse donne-t-il à ses clients\u00a0?\n  ./lab trace --from host --to external",
    },
    {
      en: `It must advertise the address that Docker publishes: EXTERNAL://${address}, with the same port as \`external\` in \`ports\`.`,
      fr: `Il doit annoncer l'adresse que Docker publie\u00a0: EXTERNAL://${address}, avec le même port que \`external\` dans \`ports\`.`,
    },
    writtenFor(3),
  ];
}

const componentHints: Text[] = [
  {
    en: "service-a runs, and its parent is the stack. It needs a class of yours as its parent: stage 5 of the text.",
    fr: "service-a tourne, et son parent est la stack. Il lui faut pour parent une classe à vous\u00a0: étape 5 du texte.",
  },
  {
    en: "Let index.ts make it with `new Service(...)`, pass `parent: this` to its children, with the old parent as an alias:\n  ./lab up --yes",
    fr: "index.ts doit le créer avec `new Service(...)`, et ses enfants doivent recevoir `parent: this`, avec l'ancien parent pour alias\u00a0:\n  ./lab up --yes",
  },
  writtenFor(5),
];

const yourTurnHints: Text[] = [
  {
    en: "What differs from service-a? The name, the port, and one more variable. Which of the three can your class take so far?",
    fr: "Qu'est-ce qui diffère de service-a\u00a0? Le nom, le port, et une variable de plus. Lesquels des trois votre classe sait-elle recevoir\u00a0?",
  },
  {
    en: "Give the constructor one more parameter, such as `envs: string[] = []`, and put `...envs` at the end of the container's `envs`.",
    fr: "Donnez au constructeur un paramètre de plus, par exemple `envs: string[] = []`, et mettez `...envs` à la fin des `envs` du conteneur.",
  },
  {
    en: 'In index.ts: new Service("service-b", 5102, ["GROUP_ID=my-group"]), and export its `url` as `serviceBUrl`. Then:\n  ./lab up --yes',
    fr: 'Dans index.ts\u00a0: new Service("service-b", 5102, ["GROUP_ID=my-group"]), et exportez son `url` sous le nom `serviceBUrl`. Puis\u00a0:\n  ./lab up --yes',
  },
  {
    en: "A possible end, to read:\n  cat workshop/10-build-it-yourself/solution/service.ts workshop/10-build-it-yourself/solution/index.ts",
    fr: "Une fin possible, à lire\u00a0:\n  cat workshop/10-build-it-yourself/solution/service.ts workshop/10-build-it-yourself/solution/index.ts",
  },
];

const planHints: Text[] = [
  {
    en: "What is left to do?\n  ./lab preview --diff",
    fr: "Que reste-t-il à faire\u00a0?\n  ./lab preview --diff",
  },
  { en: "Do it:\n  ./lab up --yes", fr: "Faites-le\u00a0:\n  ./lab up --yes" },
];
