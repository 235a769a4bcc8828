import { join } from "node:path";
import { listLessons } from "../../../workshop/running/lessons.ts";
import { Progress } from "../../../workshop/running/progress.ts";
import type { LessonEntry, LessonsState } from "../../contract.ts";

const progressOf = { started: "begun", solved: "solved", done: "done" } as const;

/** All lessons with the learner's progress, read anew, because `./lab` in a terminal writes it as well. */
export function readLessonsState(projectDir: string): LessonsState {
  const progress = new Progress(join(projectDir, ".lab/progress.txt"));
  const french = listLessons("fr", projectDir);
  const english = listLessons("en", projectDir);
  const lessons = english.map(({ number, name, title, minutes }, at): LessonEntry => {
    const state = progress.stateOf(name);
    return {
      number,
      name,
      title: { en: title, fr: french[at]?.title ?? title },
      minutes,
      progress: state === undefined ? "new" : progressOf[state],
    };
  });
  return { lessons, current: english.find(({ name }) => progress.isCurrent(name))?.number };
}
