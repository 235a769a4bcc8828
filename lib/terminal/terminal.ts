import { styleText } from "node:util";
import { askYesOrNo } from "./question.ts";

/** Colours for a terminal; plain text for a pipe and with NO_COLOR. */
export const bold = (text: string) => styleText("bold", text, { stream: process.stdout });
export const dim = (text: string) => styleText("dim", text, { stream: process.stdout });
export const green = (text: string) => styleText("green", text, { stream: process.stdout });
export const red = (text: string) => styleText("red", text, { stream: process.stdout });

/** Questions are for people: there is none where input or output is not a terminal. */
export function isInteractive() {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}

/** Asks before something is deleted or installed; without a terminal, or with `--yes`, the answer is yes. */
export async function confirm(question: string, { yes = false }: { yes?: boolean | undefined } = {}) {
  if (yes || !isInteractive()) return true;
  return askYesOrNo(`${question} [y/N] `, { input: process.stdin, output: process.stdout });
}

/** Columns as wide as their longest cell; the last one takes what is left of 80 characters and wraps. */
export function formatTable(rows: string[][], width: number = 80) {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const indent = widths.reduce((sum, columnWidth) => sum + columnWidth + 2, 0);
  return rows
    .map((row) => {
      const head = widths.map((columnWidth, column) => (row[column] ?? "").padEnd(columnWidth + 2)).join("");
      const tail = wrap(row[columns - 1] ?? "", Math.max(20, width - indent));
      return (head + tail.join(`\n${" ".repeat(indent)}`)).trimEnd();
    })
    .join("\n");
}

export function formatSeconds(milliseconds: number) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

export function formatMegabytes(bytes: number) {
  const megabytes = bytes / 1e6;
  return `${bytes < 1e7 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

/** Breaks a text between words into lines of at most so many characters. */
export function wrap(text: string, width: number) {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
