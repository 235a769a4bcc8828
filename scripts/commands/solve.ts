import { openRecord } from "../../workshop/running/lesson-record.ts";
import type { WorkshopOptions } from "../../workshop/running/lesson-session.ts";
import { openLesson } from "../../workshop/running/lesson-session.ts";
import { check } from "./check.ts";
import { leaveDrill } from "./drill.ts";

/** Brings the real stack to where the lesson ends, so that a learner is never stuck, and runs the checks. */
export async function solve(wanted: string | undefined, options: WorkshopOptions) {
  const { lesson, progress, lab, done, module } = await openLesson(wanted, { ...options, changes: "solve" });
  const isDone = progress.stateOf(lesson.name) === "done";
  lab.say({ en: "Bringing the stack to the solved state ...", fr: "La solution se met en place ..." });
  const record = openRecord();
  await leaveDrill(lab);
  record.enter("under-way");
  await module.solve(lab);
  progress.solve(lesson.name);
  record.solve(lesson.name);
  done();
  await check(lesson.name, options);
  // Being shown the solution is not the same as doing it, but the learner may still go on.
  if (!isDone)
    lab.say({ en: "To do it yourself: ./lab reset", fr: "Pour le faire vous-même\u00a0: ./lab reset" });
}
