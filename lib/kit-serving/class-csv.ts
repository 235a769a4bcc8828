import type { StoredReport } from "./class-store.ts";

const columns = [
  "name",
  "lesson",
  "stuck on",
  "stuck since",
  "hints",
  "done",
  "solved",
  "all hints",
  "right",
  "predictions",
  "drills",
  "sent",
];

/** One line a learner, as spreadsheets read it (RFC 4180). */
export function classCsv(reports: readonly StoredReport[]): string {
  const rows = reports.map(({ at, report }) => [
    report.name,
    report.lesson ?? "",
    report.stuck?.row ?? "",
    report.stuck?.since ?? "",
    report.hints,
    report.done.join(" "),
    report.solved.join(" "),
    report.allHints,
    report.right,
    report.predictions,
    report.drills.map(({ name, seconds }) => `${name} ${Math.round(seconds)} s`).join("; "),
    at,
  ]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A spreadsheet runs a cell that begins like this as a formula, in quotes too; an apostrophe before it makes it text. */
function cell(value: string | number) {
  const text = String(value);
  const plain = /^[=+\-@\t\r\n|%]/.test(text.trimStart()) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
