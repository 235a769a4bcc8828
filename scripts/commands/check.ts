import { bold } from "../../lib/terminal/terminal.ts";
import type { Language } from "../../workshop/authoring/lesson.ts";
import { checkRows } from "../../workshop/running/check-rows.ts";
import type { DrillState } from "../../workshop/running/drills.ts";
import { loadDrill, plantedRow, readDrill } from "../../workshop/running/drills.ts";
import type { WorkshopOptions } from "../../workshop/running/lesson-session.ts";
import { openLesson } from "../../workshop/running/lesson-session.ts";
import { listLessons } from "../../workshop/running/lessons.ts";
import { recordCheck } from "../../workshop/running/record-check.ts";
import { formatRow } from "../../workshop/running/row-display.ts";
import { reportInterrupted } from "../../workshop/running/unfinished-lesson.ts";
import { finishDrill } from "./drill.ts";

/** Reports row by row what is expected and what is there; the exit status is 1 when a row fails. */
export async function check(wanted: string | undefined, options: WorkshopOptions) {
  const drill = readDrill();
  if (drill && !drill.mendedAt && wanted === undefined) return checkDrill(drill, options);
  const { lesson, lang, progress, lab, module } = await openLesson(wanted, options);
  reportInterrupted(lab);
  console.log(`${bold(`${lesson.number}. ${lesson.title}`)}\n`);
  const rows = await checkRows(lab, module.checks, { lang, command: `./lab check ${lesson.number}` });
  for (const row of rows) console.log(formatRow(row, lang));
  const passed = rows.filter((row) => row.passed).length;
  if (passed < rows.length) process.exitCode = 1;
  const state = recordCheck(lesson.name, rows, progress);
  console.log(
    `\n${verdict(passed, rows.length, { number: lesson.number, isSolved: state === "solved" }, lang)}`,
  );
}

/** Checks the drill that is under way instead of a lesson. */
async function checkDrill(drill: DrillState, options: WorkshopOptions) {
  const { lang, lab } = await openLesson("11", options);
  const { checks } = await loadDrill(drill.name);
  const rows = await checkRows(lab, [plantedRow(drill), ...checks], { lang, command: "./lab check" });
  for (const row of rows) console.log(formatRow(row, lang));
  if (rows.every((row) => row.passed)) return finishDrill(lang);
  process.exitCode = 1;
  console.log(lang === "fr" ? "\nPas encore. De l'aide\u00a0: ./lab hint" : "\nNot yet. Help: ./lab hint");
}

/** The last line: the result, and the next command. */
function verdict(
  passed: number,
  all: number,
  { number, isSolved }: { number: number; isSolved: boolean },
  lang: Language,
) {
  const isLast = listLessons(lang).every((lesson) => lesson.number <= number);
  const next = isLast ? "./lab drill" : `./lab learn ${number + 1}`;
  if (lang === "fr") {
    const end = isSolved ? "La solution est en place" : "La leçon est faite";
    const so = passed === all ? `${end}. La suite\u00a0: ${next}` : "De l'aide\u00a0: ./lab hint";
    return `${passed} sur ${all} vérifiés. ${so}`;
  }
  const end = isSolved ? "The lesson is solved" : "The lesson is done";
  const so = passed === all ? `${end}. Go on: ${next}` : "Help: ./lab hint";
  return `${passed} of ${all} hold. ${so}`;
}
