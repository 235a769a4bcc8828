import type { Both, Language } from "./language.ts";

/** The sidebar: all lessons with the learner's progress. */
export interface LessonsState {
  readonly lessons: readonly LessonEntry[];
  /** The number of the lesson that was begun last. */
  readonly current: number | undefined;
}

export interface LessonEntry {
  readonly number: number;
  /** The folder's name, which keeps the progress. */
  readonly name: string;
  readonly title: Both;
  readonly minutes: number;
  readonly progress: "new" | "begun" | "solved" | "done";
}

/** One lesson in one language, as the page shows it. */
export interface LessonPage {
  readonly number: number;
  readonly name: string;
  readonly lang: Language;
  readonly title: string;
  readonly minutes: number;
  /**
   * Sanitized HTML. A block of the lesson is an element with `data-block` and the block's index in `blocks`; what a
   * command prints is the element with `data-output` and the same index. `data-prediction` is an empty element with the id
   * of a prediction, `pre[data-mermaid]` the source of a diagram. Links have what they open in `data-lesson`, `data-page`,
   * `data-file` or `data-external`, and a term its definition in `data-definition`.
   */
  readonly html: string;
  readonly blocks: readonly Block[];
  readonly predictions: readonly Prediction[];
  /** The indices of the blocks that the learner has done. */
  readonly ticked: readonly number[];
}

/** A text beside the lessons, such as the glossary; its HTML is like that of a lesson. */
export interface TextPage {
  readonly name: string;
  readonly lang: Language;
  readonly title: string;
  readonly html: string;
  readonly blocks: readonly Block[];
}

/** A block of a lesson: what it is, and what a click may do with it. */
export type Block =
  | {
      readonly kind: "command";
      readonly text: string;
      /** Shells other than bash are only copied. */
      readonly shell: "sh" | "powershell";
      readonly must: "succeed" | "fail" | "repeat-until" | "repeat-until-fails";
      /** Goes on next to the others, up to the block that `stops` it by Ctrl-C and types nothing. */
      readonly secondTerminal: boolean;
      readonly stops: boolean;
      /** What the lesson prints under it; `…` stands for what changes. */
      readonly output: string | undefined;
    }
  | { readonly kind: "file"; readonly path: string; readonly change: "write" | "edit"; readonly text: string }
  | { readonly kind: "shown"; readonly language: string; readonly text: string };

export interface Prediction {
  /** Its number in the lesson, as `./lab predict` counts. */
  readonly id: string;
  /** Sanitized HTML, as the texts of the choices and the answer. */
  readonly question: string;
  /** Empty where the learner writes a line of their own. */
  readonly choices: readonly { readonly letter: string; readonly text: string }[];
  readonly right: string | undefined;
  /** Why it is right; shown once the learner has answered. */
  readonly answer: string;
  /** What the learner answered first, if they have. */
  readonly answered: string | undefined;
}

/** What a block of a lesson makes of its file. */
export interface FileChange {
  readonly path: string;
  /** Sent back to make the change, so that it is the one that was shown. */
  readonly version: string;
  /** Whether the file has the change already; the difference is then empty. */
  readonly isDone: boolean;
  /** A unified diff from the file as it is now. */
  readonly diff: string;
}

/** A file of the project as it is now. */
export interface OwnFile {
  readonly path: string;
  /** Left out if there is no such file yet. */
  readonly text?: string | undefined;
}
