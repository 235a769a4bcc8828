import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { type ClassReport, classReport } from "./class-report.ts";

/** A class is smaller; what comes beyond is refused. */
const mostLearners = 200;

const stored = z.array(z.strictObject({ at: z.iso.datetime(), report: classReport }));
export type StoredReport = z.infer<typeof stored>[number];

/** Where the teacher's machine keeps what was sent: one file, which only its owner may read. */
export const classFile = (projectDir: string = labDir) => join(projectDir, ".lab/class/reports.json");

/** The newest report of each learner; read anew each time, because `./lab kit forget` deletes it meanwhile. */
export function openClass(file = classFile()) {
  return {
    list: () => read(file),
    /** False if there are too many learners already. */
    add(report: ClassReport, at = new Date()): boolean {
      const others = read(file).filter((each) => each.report.lab !== report.lab);
      if (others.length >= mostLearners) return false;
      const all = [...others, { at: at.toISOString(), report }];
      writeWhole(file, `${JSON.stringify(all, null, 1)}\n`, 0o600);
      return true;
    },
  };
}

/** Deletes everything that was collected, and says how many learners it was about. */
export function forgetClass(file = classFile()): number {
  const { length } = read(file);
  rmSync(file, { force: true });
  return length;
}

/** A file of another version is not shown; the next report replaces it. */
function read(file: string): StoredReport[] {
  if (!existsSync(file)) return [];
  try {
    return stored.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return [];
  }
}
