import { labDir } from "../../common/project.mjs";
import type { Language } from "../authoring/lesson.ts";
import { listDrills, readResults } from "./drills.ts";
import { type Answer, openRecord } from "./lesson-record.ts";
import { listLessons } from "./lessons.ts";
import { lessonQuestions } from "./predictions.ts";
import { type LessonState, Progress } from "./progress.ts";

/** One learner's lessons and drills, as in the JSON of `./lab learn --report`; times are ISO 8601. */
export interface LearnerReport {
  readonly format: "kafka-lab report";
  readonly version: 1;
  readonly made: string;
  /** Only if the learner gave it. */
  readonly name?: string;
  readonly lessons: readonly ReportedLesson[];
  readonly drills: readonly { name: string; seconds: number; hints: number; fixed?: string | undefined }[];
  readonly totals: {
    lessons: number;
    done: number;
    solved: number;
    hints: number;
    predictions: number;
    right: number;
    drills: number;
    fixed: number;
  };
}

export interface ReportedLesson {
  readonly lesson: string;
  readonly number: number;
  readonly title: string;
  readonly minutes: number;
  readonly state: LessonState | "not begun";
  readonly begun?: string;
  readonly done?: string;
  /** From the last beginning to the check that passed, breaks included. */
  readonly seconds?: number;
  readonly hints: number;
  readonly checks: number;
  readonly questions: number;
  readonly predictions: readonly ({ number: number } & Answer)[];
}

/** Collects what the lab has noted; nothing in it says who the learner is, unless a name is given. */
export function learnerReport(
  lang: Language,
  {
    name,
    projectDir = labDir,
    now = new Date(),
  }: { name?: string | undefined; projectDir?: string; now?: Date } = {},
): LearnerReport {
  const progress = new Progress(`${projectDir}/.lab/progress.txt`);
  const record = openRecord(projectDir);
  const lessons = listLessons(lang).map((lesson): ReportedLesson => {
    const { begun, done, hints = 0, checks = 0, predictions = {} } = record.of(lesson.name);
    const isTimed = begun !== undefined && done !== undefined;
    return {
      lesson: lesson.name,
      number: lesson.number,
      title: lesson.title,
      minutes: lesson.minutes,
      state: progress.stateOf(lesson.name) ?? "not begun",
      ...(begun !== undefined && { begun }),
      ...(done !== undefined && { done }),
      ...(isTimed && { seconds: Math.round((Date.parse(done) - Date.parse(begun)) / 1_000) }),
      hints,
      checks,
      questions: lessonQuestions(lesson).length,
      predictions: Object.entries(predictions).map(([number, answer]) => ({
        number: Number(number),
        ...answer,
      })),
    };
  });
  const results = projectDir === labDir ? readResults() : {};
  const drills = Object.entries(results).map(([drill, { seconds, hints, mendedAt }]) => ({
    name: drill,
    seconds,
    hints,
    fixed: mendedAt,
  }));
  const answers = lessons.flatMap(({ predictions }) => predictions);
  return {
    format: "kafka-lab report",
    version: 1,
    made: now.toISOString(),
    ...(name !== undefined && { name }),
    lessons,
    drills,
    totals: {
      lessons: lessons.length,
      done: lessons.filter(({ state }) => state === "done").length,
      solved: lessons.filter(({ state }) => state === "solved").length,
      hints: lessons.reduce((sum, { hints }) => sum + hints, 0),
      predictions: answers.length,
      right: answers.filter(({ right }) => right).length,
      drills: listDrills().length,
      fixed: drills.length,
    },
  };
}
