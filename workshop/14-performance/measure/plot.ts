import { inLanguage } from "../../authoring/language.ts";
import type { Language, Text } from "../../authoring/lesson.ts";

const columns = { label: 35, bar: 24, value: 10, ratio: 8 };

/** Bars for 80 columns, without colours: of each line its value, and how many times the first line's that is. */
export function plot(lines: readonly { label: Text; value: number }[], lang: Language): string {
  const most = Math.max(...lines.map(({ value }) => value), Number.MIN_VALUE);
  const first = lines[0]?.value ?? 0;
  return lines
    .map(({ label, value }) =>
      [
        inLanguage(label, lang).padEnd(columns.label),
        bar(value / most).padEnd(columns.bar),
        formatNumber(value, lang).padStart(columns.value),
        formatRatio(first > 0 ? value / first : undefined, lang).padStart(columns.ratio),
      ].join(" "),
    )
    .join("\n");
}

/** A value that is measured in whole numbers, such as 0 ms, has no ratio to it. */
export function formatRatio(ratio: number | undefined, lang: Language): string {
  return ratio === undefined ? "" : `×${formatNumber(ratio, lang, ratio < 9.95 ? 1 : 0)}`;
}

function bar(part: number): string {
  return "█".repeat(Math.max(1, Math.round(part * columns.bar)));
}

function formatNumber(value: number, lang: Language, digits = 0): string {
  return value.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
