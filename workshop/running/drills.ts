import { readdirSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { readJson } from "../../lib/project/read-json.ts";
import { createTopics } from "../authoring/create-topics.ts";
import type { Check, Language, Text, WorkshopLab } from "../authoring/lesson.ts";

/** The exports of a file in workshop/11-debugging-drills/drills/. */
export interface DrillModule {
  /** 1: one look shows the fault; 2: two places have to be compared; 3: the fault is far from its symptom. */
  level: 1 | 2 | 3;
  /** A lesson by its name: before it has been begun, the drill is not drawn. */
  after?: string;
  /** The only thing that the learner is told. */
  symptom: Text;
  breakIt: (lab: WorkshopLab) => Promise<void>;
  /** At least one of them fails while the lab is broken. */
  checks: readonly Check[];
  /** Each is more exact than the one before. */
  hints: readonly Text[];
  cures: readonly { text: Text; run: (lab: WorkshopLab) => Promise<void> }[];
  /** Undoes what `ensureUp`, which follows, cannot know; safe to repeat. */
  restore?: (lab: WorkshopLab) => Promise<void>;
  /** The explanation of the fault. */
  explanation: Text;
}

/** The drill under way, as in .lab/drill.json: written before anything is broken. */
export interface DrillState {
  name: string;
  /** The stack of the broken lab. */
  stack: string;
  startedAt: string;
  /** How many hints were asked for. */
  hints: number;
  /** A message that must survive, with its place. */
  planted: { text: string; offset: number };
  mendedAt?: string;
}

/** The topic where a message is planted before anything breaks, because destroying everything is no cure. */
const ledger = "drill-ledger";

const folder = join(labDir, "workshop/11-debugging-drills/drills");
const stateFile = join(labDir, ".lab/drill.json");
const resultsFile = join(labDir, ".lab/drills.json");

/** The names of all drills. */
export function listDrills() {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -".ts".length))
    .sort();
}

/** The easiest first. */
export async function drillsByLevel() {
  const drills = await Promise.all(
    listDrills().map(async (name) => {
      const { level, after } = await loadDrill(name);
      return { name, level, after };
    }),
  );
  return drills.toSorted((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1));
}

export function loadDrill(name: string): Promise<DrillModule> {
  if (listDrills().includes(name)) return import(join(folder, `${name}.ts`));
  throw new LabError(`there is no drill "${name}".`, "List the drills: ./lab drill --list");
}

/** The drill under way; a file that no version of the lab could have written counts as none. */
export function readDrill(): DrillState | undefined {
  const state = readJson(stateFile);
  return listDrills().includes(state?.name) && state.planted ? state : undefined;
}

/** Written at once, because a drill that is killed must still be known. */
export function writeDrill(state: DrillState) {
  writeWhole(stateFile, JSON.stringify(state, null, 2));
}

/** The last repair of a drill, and how long the fastest one took. */
export type DrillResult = {
  seconds: number;
  hints: number;
  startedAt?: string;
  mendedAt?: string;
  bestSeconds?: number;
};

/** The drills that were repaired, without those given up. */
export function readResults(): Record<string, DrillResult> {
  return readJson(resultsFile) ?? {};
}

/** Records a repair. */
export function recordResult(name: string, result: DrillResult) {
  const results = withResult(readResults(), name, result);
  writeWhole(resultsFile, JSON.stringify(results, null, 2));
}

/** The results with one more repair; `bestSeconds` is not in those of an earlier version of the lab. */
export function withResult(
  results: Record<string, DrillResult>,
  name: string,
  result: DrillResult,
): Record<string, DrillResult> {
  const before = results[name];
  const bestSeconds = Math.min(result.seconds, before?.bestSeconds ?? before?.seconds ?? result.seconds);
  return { ...results, [name]: { ...result, bestSeconds } };
}

/** Such as `2 hints`. */
export function countHints(count: number, lang: Language) {
  const word = lang === "fr" ? "indice" : "hint";
  return `${count} ${word}${new Intl.PluralRules(lang).select(count) === "one" ? "" : "s"}`;
}

/** Puts a message where nothing of the lab reads, and returns it with its place. */
export async function plant(lab: WorkshopLab) {
  const text = `planted ${new Date().toISOString()}`;
  await createTopics(lab, [{ topic: ledger, numPartitions: 1 }]);
  const [sent] = await lab.kafka.send(ledger, [{ value: text, partition: 0 }]);
  return { text, offset: sent?.offset ?? 0 };
}

/** The first row of every drill. */
export function plantedRow({ planted }: DrillState): Check {
  return {
    id: "planted",
    row: {
      en: "the message that was planted before is still there, at its offset",
      fr: "le message déposé avant la panne est toujours là, à son offset",
    },
    command: `docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic ${ledger} --from-beginning --timeout-ms 5000 --property print.offset=true`,
    async observe(lab) {
      const { text, offset } = planted;
      const seen = (await lab.kafka.read(ledger)).find((message) => message.offset === offset);
      return {
        passed: seen?.value === text,
        expected: { en: `${text}, at offset ${offset}`, fr: `${text}, à l'offset ${offset}` },
        observed: seen?.value ?? { en: "nothing at this offset", fr: "rien à cet offset" },
      };
    },
  };
}
