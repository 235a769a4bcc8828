import { dim, green, red, wrap } from "../../lib/terminal/terminal.mjs";
import { breakCommand } from "../lab/shell-lines.mjs";
import { inLanguage } from "./language.mjs";

/** @import { CheckedRow } from "./check-rows.mjs" */
/** @import { Language } from "../authoring/lesson.ts" */

const labels = {
  en: { expected: "expected", observed: "observed", command: "see it" },
  fr: { expected: "attendu", observed: "observé", command: "voir" },
};

/**
 * One row of `./lab check`, for 80 columns and without need of colours.
 *
 * @param {CheckedRow} row
 * @param {Language} lang
 */
export function formatRow({ row, passed, expected, observed, command }, lang) {
  const mark = passed ? green("✔") : red("✘");
  const named = labels[lang];
  return [
    ...hang(`  ${mark} `, 4, wrapLines(inLanguage(row, lang), 75)),
    field(named.expected, wrapLines(inLanguage(expected, lang), 64)),
    field(named.observed, wrapLines(inLanguage(observed, lang), 64)),
    field(named.command, breakCommand(command, 64)),
  ].join("\n");
}

/** @param {string} label @param {string[]} lines */
function field(label, lines) {
  return hang(`      ${dim(label.padEnd(9))}`, 15, lines).join("\n");
}

/** @param {string} head @param {number} indent @param {string[]} lines */
function hang(head, indent, [first = "", ...others]) {
  return [head + first, ...others.map((line) => " ".repeat(indent) + line)];
}

/** @param {string} text @param {number} width */
function wrapLines(text, width) {
  return text.split("\n").flatMap((line) => wrap(line, width));
}
