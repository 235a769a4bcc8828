import { readdirSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { labDir } from "../../lib/project/project.mjs";
import { readJson } from "../../lib/project/read-json.mjs";

/** @import { Check, Text, WorkshopLab } from "../authoring/lesson.ts" */

/**
 * What one file in workshop/11-debugging-drills/drills/ exports.
 *
 * @typedef {object} DrillModule
 * @property {Text} symptom what the learner is told, and no more
 * @property {(lab: WorkshopLab) => Promise<void>} breakIt
 * @property {readonly Check[]} checks one of them at least fails while it is broken
 * @property {readonly Text[]} hints each further than the one before
 * @property {readonly { text: Text, run: (lab: WorkshopLab) => Promise<void> }[]} cures
 * @property {(lab: WorkshopLab) => Promise<void>} [restore] undoes what `ensureUp`, which follows, cannot know; safe to repeat
 * @property {Text} explanation what had been done
 */

/**
 * The drill under way, as .lab/drill.json holds it: written before anything is broken.
 *
 * @typedef {object} DrillState
 * @property {string} name
 * @property {string} stack whose lab is broken
 * @property {string} startedAt
 * @property {number} hints how many were asked for
 * @property {{ text: string, offset: number }} planted a message that must survive, where it is
 * @property {string} [mendedAt]
 */

/** Where a message is planted before anything breaks: destroying everything is no cure. */
export const ledger = "drill-ledger";

const folder = join(labDir, "workshop/11-debugging-drills/drills");
const stateFile = join(labDir, ".lab/drill.json");
const resultsFile = join(labDir, ".lab/drills.json");

/** The names of all drills. */
export function listDrills() {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".mjs"))
    .map((name) => name.slice(0, -".mjs".length))
    .sort();
}

/** @param {string} name @returns {Promise<DrillModule>} */
export function loadDrill(name) {
  if (listDrills().includes(name)) return import(join(folder, `${name}.mjs`));
  throw new LabError(`there is no drill "${name}".`, "See which there are: ./lab drill --list");
}

/** One that no version of the lab could have written is none. @returns {DrillState | undefined} */
export function readDrill() {
  const state = readJson(stateFile);
  return listDrills().includes(state?.name) && state.planted ? state : undefined;
}

/** A drill that is killed in the middle must still be known. @param {DrillState} state */
export function writeDrill(state) {
  writeWhole(stateFile, JSON.stringify(state, null, 2));
}

/** @typedef {{ seconds: number, hints: number, mendedAt?: string }} DrillResult how a drill was mended, the last time */

/** The drills that were mended, and not given up. @returns {Record<string, DrillResult>} */
export function readResults() {
  return readJson(resultsFile) ?? {};
}

/** @param {Record<string, DrillResult>} results */
export function writeResults(results) {
  writeWhole(resultsFile, JSON.stringify(results, null, 2));
}

/** Puts a message where nothing of the lab looks, and says what and where it is. @param {WorkshopLab} lab */
export async function plant(lab) {
  const text = `planted ${new Date().toISOString()}`;
  await lab.kafka.withAdmin(async (admin) => {
    const topics = await admin.listTopics();
    if (!topics.includes(ledger)) {
      await admin.createTopics({ topics: [{ topic: ledger, numPartitions: 1 }], waitForLeaders: true });
    }
  });
  const [sent] = await lab.kafka.send(ledger, [{ value: text, partition: 0 }]);
  return { text, offset: sent?.offset ?? 0 };
}

/** The first row of every drill. @param {DrillState} state @returns {Check} */
export function plantedRow({ planted }) {
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
