import { openRecord } from "../../workshop/running/lesson-record.ts";
import type { WorkshopOptions } from "../../workshop/running/lesson-session.ts";
import { openLesson } from "../../workshop/running/lesson-session.ts";
import { leaveDrill } from "./drill.ts";

/** Restores the lesson's start; the learner's edits are kept. */
export async function reset(wanted: string | undefined, options: WorkshopOptions) {
  const { lesson, progress, lab, done, module } = await openLesson(wanted, { ...options, changes: "reset" });
  lab.say({ en: "Bringing the lesson's start back ...", fr: "Retour au point de départ ..." });
  const record = openRecord();
  await leaveDrill(lab);
  record.enter("preparing");
  await module.reset(lab);
  lab.notes.set("hint", undefined);
  progress.start(lesson.name);
  record.begin(lesson.name);
  record.enter("under-way");
  done();
  lab.say({
    en: `Lesson ${lesson.number} is at its start: ${lesson.text}`,
    fr: `La leçon ${lesson.number} est à son point de départ\u00a0: ${lesson.text}`,
  });
}
