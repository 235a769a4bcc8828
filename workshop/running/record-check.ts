import { labDir } from "../../common/project.mjs";
import type { CheckedRow } from "./check-rows.ts";
import { openRecord } from "./lesson-record.ts";
import type { LessonState, Progress } from "./progress.ts";

/**
 * Notes a check that the learner asked for. When every row holds, the lesson is over, and it is done unless it was
 * solved for the learner. Returns its state afterwards.
 */
export function recordCheck(
  lesson: string,
  rows: readonly Pick<CheckedRow, "id" | "passed">[],
  progress: Progress,
  projectDir = labDir,
): LessonState | undefined {
  const record = openRecord(projectDir);
  record.countCheck(lesson);
  record.fail(lesson, rows.find(({ passed }) => !passed)?.id);
  if (rows.some(({ passed }) => !passed)) return progress.stateOf(lesson);
  progress.finish(lesson);
  record.enter("ended");
  const state = progress.stateOf(lesson);
  if (state === "done") record.finish(lesson);
  return state;
}
