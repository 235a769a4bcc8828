import { dim, green, red, wrap } from "../../lib/terminal/terminal.ts";
import { inLanguage } from "../authoring/language.ts";
import type { Language } from "../authoring/lesson.ts";
import { breakCommand } from "../lab/shell-lines.ts";
import type { CheckedRow } from "./check-rows.ts";

const labels = {
  en: { expected: "expected", observed: "observed", command: "see it" },
  fr: { expected: "attendu", observed: "observé", command: "voir" },
};

/** One row of `./lab check`, for 80 columns, readable without colors. */
export function formatRow({ row, passed, expected, observed, command }: CheckedRow, lang: Language) {
  const mark = passed ? green("✔") : red("✘");
  const named = labels[lang];
  return [
    ...hang(`  ${mark} `, 4, wrapLines(inLanguage(row, lang), 75)),
    field(named.expected, wrapLines(inLanguage(expected, lang), 64)),
    field(named.observed, wrapLines(inLanguage(observed, lang), 64)),
    field(named.command, breakCommand(command, 64)),
  ].join("\n");
}

function field(label: string, lines: string[]) {
  return hang(`      ${dim(label.padEnd(9))}`, 15, lines).join("\n");
}

function hang(head: string, indent: number, [first = "", ...others]: string[]) {
  return [head + first, ...others.map((line) => " ".repeat(indent) + line)];
}

function wrapLines(text: string, width: number) {
  return text.split("\n").flatMap((line) => wrap(line, width));
}
