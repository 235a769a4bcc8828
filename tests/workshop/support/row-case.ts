import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";

/** What a learner might do, and why the row should not, or should, hold afterwards. */
export interface Deed {
  readonly why: string;
  run(lab: WorkshopLab): Promise<void>;
  /** Removes what was made without the lab, and what the lab therefore leaves alone when the lesson begins anew. */
  undo?(lab: WorkshopLab): Promise<void>;
}

/**
 * How a row of `./lab check` is tested on the real lab, each time from the lesson's starting point. A row that
 * `startsTrue` needs nothing in `without`, unless it can be made false.
 */
export interface RowCase {
  /** Everything but the act: the row must not hold. */
  readonly without: readonly Deed[];
  /** Another right way than `solve`: the row must hold. */
  readonly otherwise: readonly Deed[];
}
