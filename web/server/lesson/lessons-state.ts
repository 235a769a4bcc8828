import { join } from "node:path";
import { listLessons } from "../../../workshop/running/lessons.ts";
import { type LessonState, Progress } from "../../../workshop/running/progress.ts";
import type { LessonEntry, LessonsState } from "../../contract.ts";

const words = { started: "begun", solved: "solved", done: "done" } as const;

/** A learner's progress in a lesson, as the page names it. */
export function progressOf(state: LessonState | undefined): LessonEntry["progress"] {
  return state === undefined ? "new" : words[state];
}

/** All lessons with the learner's progress, read anew, because `./lab` in a terminal writes it as well. */
export function readLessonsState(projectDir: string): LessonsState {
  const progress = new Progress(join(projectDir, ".lab/progress.txt"));
  const french = listLessons("fr", projectDir);
  const english = listLessons("en", projectDir);
  const lessons = english.map(({ number, name, title, minutes }, at): LessonEntry => {
    const both = { en: title, fr: french[at]?.title ?? title };
    return { number, name, title: both, minutes, progress: progressOf(progress.stateOf(name)) };
  });
  return { lessons, current: english.find(({ name }) => progress.isCurrent(name))?.number };
}
