import { dim, wrap } from "../../lib/terminal/terminal.ts";
import { inLanguage } from "../../workshop/authoring/language.ts";
import type { Language } from "../../workshop/authoring/lesson.ts";
import { breakCommand } from "../../workshop/lab/shell-lines.ts";
import { checkRows } from "../../workshop/running/check-rows.ts";
import type { DrillState } from "../../workshop/running/drills.ts";
import { loadDrill, plantedRow, readDrill, writeDrill } from "../../workshop/running/drills.ts";
import { giveHint } from "../../workshop/running/give-hint.ts";
import type { WorkshopOptions } from "../../workshop/running/lesson-session.ts";
import { openLesson } from "../../workshop/running/lesson-session.ts";
import { reportInterrupted, reportMismatch } from "../../workshop/running/unfinished-lesson.ts";

/** Looks at the live state and prints a hint for the first row that fails: the next one each time. */
export async function hint(wanted: string | undefined, options: WorkshopOptions) {
  const drill = readDrill();
  if (drill && !drill.mendedAt && wanted === undefined) return hintDrill(drill, options);
  const { lesson, lang, lab, module } = await openLesson(wanted, options);
  reportInterrupted(lab);
  // Lesson 7 is about a mismatch, and has its own hints.
  if (lesson.number !== 7 && (await reportMismatch(lab))) return;
  const rows = await checkRows(lab, module.checks, { lang, command: `./lab hint ${lesson.number}` });
  const { text, failing, step, of } = await giveHint(lab, { lesson: lesson.name, module, rows });
  if (failing) console.log(dim(`✘ ${inLanguage(failing.row, lang)}`));
  for (const line of inLanguage(text, lang).split("\n")) console.log(format(line));
  if (failing) console.log(dim(further(step, of, lang)));
}

/** Gives a hint for the drill that is under way instead of a lesson, and counts it. */
async function hintDrill(drill: DrillState, options: WorkshopOptions) {
  const { lang, lab } = await openLesson("11", options);
  const { checks, hints } = await loadDrill(drill.name);
  const rows = await checkRows(lab, [plantedRow(drill), ...checks], { lang, command: "./lab hint" });
  if (rows.every((row) => row.passed)) {
    console.log(lang === "fr" ? "Tout est réparé\u00a0: ./lab check" : "All is fixed: ./lab check");
    return;
  }
  const step = Math.min(drill.hints + 1, hints.length);
  writeDrill({ ...drill, hints: drill.hints + 1 });
  for (const line of inLanguage(hints[step - 1] ?? "", lang).split("\n")) console.log(format(line));
  console.log(dim(lang === "fr" ? `(${step} sur ${hints.length})` : `(${step} of ${hints.length})`));
}

/** An indented line of a hint is a command. */
function format(line: string) {
  const command = /^ +(\S.*)$/.exec(line)?.[1];
  return command ? `  ${breakCommand(command, 78).join("\n    ")}` : wrap(line, 80).join("\n");
}

function further(step: number, all: number, lang: Language) {
  if (lang === "fr") {
    return `(${step} sur ${all}\u00a0; ${step < all ? "la suite\u00a0: ./lab hint" : "ou laissez faire\u00a0: ./lab solve"})`;
  }
  return `(${step} of ${all}; ${step < all ? "the next: ./lab hint" : "or have it done: ./lab solve"})`;
}
