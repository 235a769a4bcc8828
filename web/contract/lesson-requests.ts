import type { Both, Language } from "./language.ts";
import type { FileChange, LessonPage, LessonsState, OwnFile, Prediction, TextPage } from "./lesson.ts";
import type { CheckResult, HintResult, RunVerdict } from "./lesson-check.ts";

/** What the page asks about lessons, below `/api`; addresses have `?lang=en` or `?path=infra/kafka.ts` where said. */
export interface LessonRequests {
  "GET /lessons": { answer: LessonsState };
  /** `?lang=` */
  "GET /lessons/:number": { answer: LessonPage };
  /** `?lang=` */
  "GET /pages/:name": { answer: TextPage };
  /** `?path=`, a file that a block of the lesson changes, or that its text links to. */
  "GET /lessons/:number/file": { answer: OwnFile };
  /** `?path=`, a file that the text links to. */
  "GET /pages/:name/file": { answer: OwnFile };
  /** The first answer counts, and is in `answered`. */
  "POST /lessons/:number/predictions": {
    body: { lang: Language; id: string; letter: "a" | "b" | "c" | "d" };
    answer: Prediction;
  };
  /** Counted, and the end of the lesson, only if the learner asked for it; the page may look every few seconds. */
  "POST /lessons/:number/check": { body: { lang: Language; isAsked: boolean }; answer: CheckResult };
  "POST /lessons/:number/hint": { body: { lang: Language }; answer: HintResult };
  "POST /lessons/:number/changes/preview": { body: { block: number }; answer: FileChange };
  /** `saved`: the messages about what the learner had written there. */
  "POST /lessons/:number/changes": {
    body: { block: number; version: string };
    answer: { saved: readonly Both[]; ticked: readonly number[] };
  };
  /**
   * Judges what a command printed. Of a second terminal it is all since its block began, without an exit status while it
   * goes on, also for the block that stops it.
   */
  "POST /lessons/:number/runs": {
    body: { lang: Language; block: number; exitStatus?: number | undefined; output: string };
    answer: RunVerdict;
  };
  /** For a lesson that begins anew. */
  "POST /lessons/:number/ticks/clear": {
    body: Record<string, never>;
    answer: { ticked: readonly number[] };
  };
}
