import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { nameWithoutNumber } from "../lab/lesson-name.ts";
import { openNotes } from "../lab/notes.ts";

/** An answer to a prediction: the first one counts, because later ones know the truth. */
export interface Answer {
  readonly letter: string;
  readonly right: boolean;
  readonly at: string;
}

/** What a learner did in a lesson, for `./lab learn --report`; times are ISO 8601. */
export interface LessonRecord {
  /** When it was last begun before it was done. */
  readonly begun?: string;
  readonly done?: string;
  readonly solved?: string;
  readonly hints?: number;
  readonly checks?: number;
  readonly predictions?: Readonly<Record<string, Answer>>;
  /** The first row that failed in the last check, and since when it is that one. */
  readonly failing?: { readonly row: string; readonly since: string } | undefined;
}

/** `preparing`: its start is not there yet; `under-way`: until its check passes, or it is solved. */
export type Phase = "preparing" | "under-way" | "ended";

/** The records of all lessons, in .lab/learn/record.json, by the names of their folders without the numbers. */
export function openRecord(projectDir = labDir) {
  const notes = openNotes(join(projectDir, ".lab/learn/record.json"));
  const of = (lesson: string): LessonRecord => notes.get(nameWithoutNumber(lesson)) ?? {};
  const add = (lesson: string, more: LessonRecord) =>
    notes.set(nameWithoutNumber(lesson), { ...of(lesson), ...more });
  const now = () => new Date().toISOString();
  return {
    of,
    begin(lesson: string) {
      if (of(lesson).done === undefined) add(lesson, { begun: now() });
    },
    finish(lesson: string) {
      if (of(lesson).done === undefined) add(lesson, { done: now() });
    },
    solve: (lesson: string) => add(lesson, { solved: now() }),
    countHint: (lesson: string) => add(lesson, { hints: (of(lesson).hints ?? 0) + 1 }),
    countCheck: (lesson: string) => add(lesson, { checks: (of(lesson).checks ?? 0) + 1 }),
    fail(lesson: string, row: string | undefined) {
      const { failing } = of(lesson);
      if (failing?.row === row) return;
      add(lesson, { failing: row === undefined ? undefined : { row, since: now() } });
    },
    /** The answer that counts. */
    predict(lesson: string, number: number, letter: string, right: boolean): Answer {
      const { predictions = {} } = of(lesson);
      const answer = predictions[number] ?? { letter, right, at: now() };
      add(lesson, { predictions: { ...predictions, [number]: answer } });
      return answer;
    },
    phase: (): Phase | undefined => notes.get(" phase"),
    enter: (phase: Phase) => notes.set(" phase", phase),
  };
}
