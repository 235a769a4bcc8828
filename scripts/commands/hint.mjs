import { dim, wrap } from "../../lib/terminal/terminal.mjs";
import { nextHint } from "../../workshop/authoring/hints.mjs";
import { breakCommand } from "../../workshop/lab/shell-lines.mjs";
import { checkRows } from "../../workshop/running/check-rows.mjs";
import { loadDrill, plantedRow, readDrill, writeDrill } from "../../workshop/running/drills.mjs";
import { inLanguage } from "../../workshop/running/language.mjs";
import { openLesson } from "../../workshop/running/lesson-session.mjs";
import { tellMismatch, tellWhatDidNotEnd } from "../../workshop/running/unfinished-lesson.mjs";

/**
 * Looks at the live state and gives one step of the ladder for the first row that fails, one further each time.
 *
 * @param {string | undefined} wanted
 * @param {import("../../workshop/running/lesson-session.mjs").WorkshopOptions} options
 */
export async function hint(wanted, options) {
  const drill = readDrill();
  if (drill && !drill.mendedAt && wanted === undefined) return hintDrill(drill, options);
  const { lesson, lang, lab, module } = await openLesson(wanted, options);
  tellWhatDidNotEnd(lab);
  // Lesson 7 is about it, and has hints of its own.
  if (lesson.number !== 7 && (await tellMismatch(lab))) return;
  const rows = await checkRows(lab, module.checks);
  const ladder = await module.hints(lab, rows);
  const failing = rows.find((row) => !row.passed);
  const given = nextHint(lab.memory.get("hint"), failing?.id ?? null, ladder.length);
  const { step } = given;
  lab.memory.set("hint", given);
  if (failing) console.log(dim(`✘ ${inLanguage(failing.row, lang)}`));
  for (const line of inLanguage(ladder[step - 1] ?? "", lang).split("\n")) console.log(format(line));
  if (failing) console.log(dim(further(step, ladder.length, lang)));
}

/**
 * While a drill is under way, it is what is asked about; each hint is counted.
 *
 * @param {import("../../workshop/running/drills.mjs").DrillState} drill
 * @param {import("../../workshop/running/lesson-session.mjs").WorkshopOptions} options
 */
async function hintDrill(drill, options) {
  const { lang, lab } = await openLesson("11", options);
  const { checks, hints } = await loadDrill(drill.name);
  const rows = await checkRows(lab, [plantedRow(drill), ...checks]);
  if (rows.every((row) => row.passed)) {
    console.log(lang === "fr" ? "Tout est réparé : ./lab check" : "All is mended: ./lab check");
    return;
  }
  const step = Math.min(drill.hints + 1, hints.length);
  writeDrill({ ...drill, hints: drill.hints + 1 });
  for (const line of inLanguage(hints[step - 1] ?? "", lang).split("\n")) console.log(format(line));
  console.log(dim(lang === "fr" ? `(${step} sur ${hints.length})` : `(${step} of ${hints.length})`));
}

/** What is indented in a hint is a command. @param {string} line */
function format(line) {
  const command = /^ +(\S.*)$/.exec(line)?.[1];
  return command ? `  ${breakCommand(command, 78).join("\n    ")}` : wrap(line, 80).join("\n");
}

/** @param {number} step @param {number} all @param {import("../../workshop/authoring/lesson.ts").Language} lang */
function further(step, all, lang) {
  if (lang === "fr") {
    return `(${step} sur ${all} ; ${step < all ? "la suite : ./lab hint" : "ou laissez faire : ./lab solve"})`;
  }
  return `(${step} of ${all}; ${step < all ? "the next: ./lab hint" : "or let it be done: ./lab solve"})`;
}
