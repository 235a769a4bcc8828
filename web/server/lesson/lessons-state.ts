import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { listLessons } from "../../../workshop/running/lessons.ts";
import { type LessonState, Progress } from "../../../workshop/running/progress.ts";
import type { LessonEntry, LessonsState } from "../../contract/lesson.ts";

const words = { started: "begun", solved: "solved", done: "done" } as const;

/** A learner's progress in a lesson, as the page names it. */
export function progressOf(state: LessonState | undefined): LessonEntry["progress"] {
  return state === undefined ? "new" : words[state];
}

/**
 * Makes what reads all lessons with the learner's progress: the progress anew each time, because `./lab` in a terminal
 * writes it as well, and the texts only when one of them has changed, because it is asked every second.
 */
export function openLessonsState(projectDir: string): () => LessonsState {
  let known: { readonly version: string; readonly lessons: ReturnType<typeof listBoth> } | undefined;
  return () => {
    const version = textsVersion(projectDir);
    if (known?.version !== version) known = { version, lessons: listBoth(projectDir) };
    const progress = new Progress(join(projectDir, ".lab/progress.txt"));
    const lessons = known.lessons.map((lesson) => ({
      ...lesson,
      progress: progressOf(progress.stateOf(lesson.name)),
    }));
    return { lessons, current: lessons.find(({ name }) => progress.isCurrent(name))?.number };
  };
}

function listBoth(projectDir: string): Omit<LessonEntry, "progress">[] {
  const french = listLessons("fr", projectDir);
  return listLessons("en", projectDir).map(({ number, name, title, minutes }, at) => ({
    number,
    name,
    title: { en: title, fr: french[at]?.title ?? title },
    minutes,
  }));
}

/** A text that changes when a lesson comes or goes, or one of its texts is written. */
function textsVersion(projectDir: string): string {
  const folder = join(projectDir, "workshop");
  const files = readdirSync(folder)
    .filter((name) => /^\d\d-/.test(name))
    .flatMap((name) => ["lesson.ts", "lesson.en.md", "lesson.fr.md"].map((file) => `${name}/${file}`));
  return files
    .map((file) => {
      const found = statSync(join(folder, file), { throwIfNoEntry: false });
      return `${file} ${found?.mtimeMs} ${found?.size}`;
    })
    .join("\n");
}
