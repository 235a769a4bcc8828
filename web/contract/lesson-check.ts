import type { Both } from "./language.ts";
import type { LessonEntry } from "./lesson.ts";

/** What came of a run: why it is not as the lesson says, if it is not, and the blocks that are done now. */
export interface RunVerdict {
  readonly fault: "status" | "output" | "too-long" | "unasked" | undefined;
  readonly ticked: readonly number[];
}

/** A row of `./lab check`. */
export interface CheckRow {
  readonly id: string;
  readonly row: Both;
  readonly passed: boolean;
  readonly expected: Both;
  readonly observed: Both;
  /** The command that shows the same. */
  readonly command: string;
}

/** The rows of a lesson, as they are now. */
export interface CheckResult {
  readonly rows: readonly CheckRow[];
  readonly progress: LessonEntry["progress"];
}

/** A hint for the first row that fails; an indented line of it is a command. */
export interface HintResult {
  /** Undefined where no hint helps before what is in `said` is done. */
  readonly text: Both | undefined;
  /** The row; undefined if all hold, and the hint then says how to go on. */
  readonly row: Both | undefined;
  readonly step: number;
  readonly of: number;
  /** What the lab has to say besides, such as a command that was cut off, in the language asked for. */
  readonly said: readonly string[];
}
