import { labDir } from "../../common/project.mjs";
import { readDrill } from "./drills.ts";
import { openRecord } from "./lesson-record.ts";

/** Whether what is set now belongs to a lesson or a drill, and goes with it. A start that is not reached is no lesson. */
export function isInLesson(projectDir = labDir) {
  const drill = readDrill();
  return openRecord(projectDir).phase() === "under-way" || (drill !== undefined && !drill.mendedAt);
}
