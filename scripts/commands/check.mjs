import { bold } from "../../lib/terminal/terminal.mjs";
import { checkRows } from "../../workshop/running/check-rows.mjs";
import { loadDrill, plantedRow, readDrill } from "../../workshop/running/drills.mjs";
import { openLesson } from "../../workshop/running/lesson-session.mjs";
import { listLessons } from "../../workshop/running/lessons.mjs";
import { formatRow } from "../../workshop/running/row-display.mjs";
import { tellWhatDidNotEnd } from "../../workshop/running/unfinished-lesson.mjs";
import { finishDrill } from "./drill.mjs";

/**
 * Says row by row what was expected and what is there; the exit status is 1 when a row fails.
 *
 * @param {string | undefined} wanted
 * @param {import("../../workshop/running/lesson-session.mjs").WorkshopOptions} options
 */
export async function check(wanted, options) {
  const drill = readDrill();
  if (drill && !drill.mendedAt && wanted === undefined) return checkDrill(drill, options);
  const { lesson, lang, progress, lab, module } = await openLesson(wanted, options);
  tellWhatDidNotEnd(lab);
  console.log(`${bold(`${lesson.number}. ${lesson.title}`)}\n`);
  const rows = await checkRows(lab, module.checks);
  for (const row of rows) console.log(formatRow(row, lang));
  const passed = rows.filter((row) => row.passed).length;
  if (passed === rows.length) progress.finish(lesson.name);
  else process.exitCode = 1;
  console.log(`\n${verdict(passed, rows.length, lesson.number, lang)}`);
}

/**
 * While a drill is under way, it is what is asked about.
 *
 * @param {import("../../workshop/running/drills.mjs").DrillState} drill
 * @param {import("../../workshop/running/lesson-session.mjs").WorkshopOptions} options
 */
async function checkDrill(drill, options) {
  const { lang, lab } = await openLesson("11", options);
  const { checks } = await loadDrill(drill.name);
  const rows = await checkRows(lab, [plantedRow(drill), ...checks]);
  for (const row of rows) console.log(formatRow(row, lang));
  if (rows.every((row) => row.passed)) return finishDrill(lang);
  process.exitCode = 1;
  console.log(lang === "fr" ? "\nPas encore. De l'aide : ./lab hint" : "\nNot yet. Help: ./lab hint");
}

/**
 * @param {number} passed
 * @param {number} all
 * @param {number} number of the lesson
 * @param {import("../../workshop/authoring/lesson.ts").Language} lang
 */
function verdict(passed, all, number, lang) {
  const isLast = listLessons(lang).every((lesson) => lesson.number <= number);
  const next = isLast ? "./lab drill" : `./lab learn ${number + 1}`;
  if (lang === "fr") {
    const so = passed === all ? `La leçon est finie. La suite : ${next}` : "De l'aide : ./lab hint";
    return `${passed} sur ${all} remplis. ${so}`;
  }
  const so = passed === all ? `The lesson is done. Go on: ${next}` : "Help: ./lab hint";
  return `${passed} of ${all} hold. ${so}`;
}
