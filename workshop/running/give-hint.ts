import { labDir } from "../../common/project.mjs";
import { nextHint } from "../authoring/hints.ts";
import type { LessonModule, Text, WorkshopLab } from "../authoring/lesson.ts";
import type { CheckedRow } from "./check-rows.ts";
import { openRecord } from "./lesson-record.ts";

/** A hint, with its place on the ladder of the first row that fails; without such a row it says how to go on. */
export interface Hint {
  readonly text: Text;
  readonly failing: CheckedRow | undefined;
  readonly step: number;
  readonly of: number;
}

/** The next hint of a lesson, one step further than the last one for the same row; it is counted if a row fails. */
export async function giveHint(
  lab: WorkshopLab,
  { lesson, module, rows }: { lesson: string; module: LessonModule; rows: readonly CheckedRow[] },
  projectDir = labDir,
): Promise<Hint> {
  const ladder = await module.hints(lab, rows);
  const failing = rows.find((row) => !row.passed);
  const given = nextHint(lab.notes.get("hint"), failing?.id ?? null, ladder.length);
  lab.notes.set("hint", given);
  if (failing) openRecord(projectDir).countHint(lesson);
  return { text: ladder[given.step - 1] ?? "", failing, step: given.step, of: ladder.length };
}
