import type { DrillResult } from "../../../workshop/running/drills.ts";
import type { DrillEntry, DrillRepair, DrillState } from "../../contract/drill.ts";
import { bothOf } from "../lesson/live-check.ts";
import type { DrillSource } from "./drill-source.ts";

/** The drill under way, or the last one that is over. */
export async function readDrillState(source: DrillSource): Promise<DrillState> {
  const state = source.drawn();
  if (state === undefined) return { drawn: undefined, ended: undefined };
  const { name, startedAt, hints, mendedAt } = state;
  const { level, symptom, explanation } = await source.load(name);
  if (mendedAt === undefined) {
    const drawn = { level, sinceMs: Date.parse(startedAt), hints, symptom: bothOf(symptom) };
    return { drawn, ended: undefined };
  }
  // One that was given up has no result of this time.
  const result = source.results()[name];
  const repaired = result?.startedAt === startedAt ? repairOf(result) : undefined;
  return { drawn: undefined, ended: { name, level, explanation: bothOf(explanation), repaired } };
}

/** All drills, with what the learner has repaired. */
export async function listDrillEntries(source: DrillSource): Promise<DrillEntry[]> {
  const results = source.results();
  return (await source.list()).map(({ name, level }) => {
    const result = Object.hasOwn(results, name) ? results[name] : undefined;
    const bestSeconds = result?.bestSeconds ?? result?.seconds;
    return { name, level, repaired: result && repairOf(result), bestSeconds };
  });
}

function repairOf({ seconds, hints }: DrillResult): DrillRepair {
  return { seconds, hints };
}
