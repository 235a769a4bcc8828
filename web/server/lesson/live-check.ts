import { join } from "node:path";
import type { Text } from "../../../workshop/authoring/lesson.ts";
import { type CheckedRow, checkRows } from "../../../workshop/running/check-rows.ts";
import { giveHint } from "../../../workshop/running/give-hint.ts";
import { Progress } from "../../../workshop/running/progress.ts";
import { recordCheck } from "../../../workshop/running/record-check.ts";
import type { Both, Language } from "../../contract/language.ts";
import type { CheckResult, CheckRow, HintResult } from "../../contract/lesson-check.ts";
import { progressOf } from "./lessons-state.ts";
import type { Lesson, OpenedLab } from "./live-lab.ts";
import { takeTurns } from "./turns.ts";

export type OpenLab = (lesson: Lesson, lang: Language) => Promise<OpenedLab>;

/** Looks at the lab for the page: one look at a time, because each asks Docker, Kafka and the services. */
export function openChecks(projectDir: string, openLab: OpenLab) {
  const inTurn = takeTurns();
  return {
    /**
     * The rows of a lesson as they are now. Only a check that the learner asked for counts, as `./lab check`; the page
     * looks again and again on its own.
     */
    async check(lesson: Lesson, lang: Language, isAsked: boolean): Promise<CheckResult> {
      const rows = await inTurn(`check ${lesson.name} ${lang}`, async () => {
        const { lab, module } = await openLab(lesson, lang);
        return checkRows(lab, module.checks);
      });
      const progress = new Progress(join(projectDir, ".lab/progress.txt"));
      const state = isAsked
        ? recordCheck(lesson.name, rows, progress, projectDir)
        : progress.stateOf(lesson.name);
      return { rows: rows.map(rowOf), progress: progressOf(state) };
    },
    /** The next hint, which counts as one of `./lab hint`. */
    hint(lesson: Lesson, lang: Language): Promise<HintResult> {
      return inTurn(`hint ${lesson.name} ${lang}`, async () => {
        const { lab, module, said, reportObstacles } = await openLab(lesson, lang);
        if (await reportObstacles()) return { text: undefined, row: undefined, step: 0, of: 0, said };
        const rows = await checkRows(lab, module.checks);
        const { text, failing, step, of } = await giveHint(
          lab,
          { lesson: lesson.name, module, rows },
          projectDir,
        );
        return { text: bothOf(text), row: failing && bothOf(failing.row), step, of, said };
      });
    },
  };
}

function rowOf({ id, row, passed, expected, observed, command }: CheckedRow): CheckRow {
  return { id, row: bothOf(row), passed, expected: bothOf(expected), observed: bothOf(observed), command };
}

/** A text of the workshop in both languages; a plain one is the same in both. */
export function bothOf(text: Text): Both {
  return typeof text === "string" ? { en: text, fr: text } : text;
}
