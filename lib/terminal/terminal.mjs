import { styleText } from "node:util";
import { askYesOrNo } from "./question.mjs";

/** Colours for a terminal; plain text for a pipe and with NO_COLOR. @param {string} text */
export const bold = (text) => styleText("bold", text, { stream: process.stdout });
/** @param {string} text */
export const dim = (text) => styleText("dim", text, { stream: process.stdout });
/** @param {string} text */
export const green = (text) => styleText("green", text, { stream: process.stdout });
/** @param {string} text */
export const red = (text) => styleText("red", text, { stream: process.stdout });

/** Questions are for people: nobody is asked where input or output is not a terminal. */
export function isInteractive() {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}

/**
 * Asks before something is deleted or installed; without a terminal, or with `--yes`, the answer is yes.
 * @param {string} question
 * @param {{ yes?: boolean | undefined }} [options]
 */
export async function confirm(question, { yes = false } = {}) {
  if (yes || !isInteractive()) return true;
  return askYesOrNo(`${question} [y/N] `, { input: process.stdin, output: process.stdout });
}

/**
 * Columns as wide as their longest cell; the last one takes what is left of 80 characters and wraps.
 * @param {string[][]} rows
 * @param {number} [width]
 */
export function formatTable(rows, width = 80) {
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

/** @param {number} milliseconds */
export function formatSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/**
 * Breaks a text between words into lines of at most so many characters.
 * @param {string} text
 * @param {number} width
 */
export function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
