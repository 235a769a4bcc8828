import { requireDocker } from "../../../lib/docker/probe-docker.ts";
import { chooseStack } from "../../../lib/stack/choose-stack.ts";
import { useLanguage } from "../../../workshop/authoring/language.ts";
import type { LessonModule, WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { createWorkshopLab } from "../../../workshop/lab/workshop-lab.ts";
import { type listLessons, loadLesson } from "../../../workshop/running/lessons.ts";
import { reportInterrupted, reportMismatch } from "../../../workshop/running/unfinished-lesson.ts";
import type { Language } from "../../contract/language.ts";

export type Lesson = ReturnType<typeof listLessons>[number];

/** The lab as one lesson sees it, for one request. */
export interface OpenedLab {
  readonly lab: WorkshopLab;
  readonly module: LessonModule;
  /** What the lab has said meanwhile, in the language asked for. */
  readonly said: readonly string[];
  /** Has the lab say what was cut off, and whether that is so bad that no row holds and no hint helps. */
  reportObstacles(): Promise<boolean>;
}

/**
 * Opens the real lab for a lesson. Its language is remembered as by `--lang`, so that the page's terminal speaks it too.
 * Names and ports are not asked for first, as a command does: the rows say it if they are not there.
 * @throws LabError without a Docker engine, with what to do
 */
export async function openLiveLab(lesson: Lesson, lang: Language): Promise<OpenedLab> {
  useLanguage(lang);
  await requireDocker();
  const stack = await chooseStack({ asked: lesson.stack, log: () => undefined });
  const said: string[] = [];
  const lab = createWorkshopLab({ lesson: lesson.name, lang, stack, print: (line) => said.push(line) });
  const module = await loadLesson(lesson);
  return {
    lab,
    module,
    said,
    async reportObstacles() {
      reportInterrupted(lab);
      // Lesson 7 is about such a mismatch, and has its own hints.
      return lesson.number !== 7 && (await reportMismatch(lab));
    },
  };
}
