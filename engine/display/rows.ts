import type { Operation } from "../model/observer.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { nameOf, typeOf } from "../model/urn.ts";
import { paint } from "./paint.ts";
import { readable } from "./values.ts";

/** One resource on the screen. */
export interface Row {
  readonly urn: string;
  op?: Operation;
  state: "waiting" | "running" | "done" | "failed" | "skipped";
  /** The verb while it runs, such as "creating". */
  doing: string;
  startedMs: number;
  seconds: number;
  /** The condition that it waits for, such as its health. */
  status: string;
}

const SYMBOLS: Record<Operation, string> = {
  same: " ",
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  import: "=",
  read: " ",
  refresh: " ",
  discard: " ",
};

const PAST: Record<Operation, string> = {
  same: "unchanged",
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "imported",
  read: "read",
  refresh: "as it was",
  discard: "forgotten",
};

/** `+ Container  kafka  created 2.1 s`, cut to `columns`. */
export function rowText(row: Row, columns: number, nowMs: number): string {
  const seconds = row.state === "running" ? (nowMs - row.startedMs) / 1000 : row.seconds;
  const time = seconds >= 0.05 ? ` ${seconds.toFixed(1)} s` : "";
  const status = row.status === "" ? "" : `  ${row.status}`;
  const type = typeOf(row.urn).split(":").at(-1) ?? "";
  const text = ` ${symbolOf(row)} ${type.padEnd(11)} ${nameOf(row.urn).padEnd(20)} ${verbOf(row)}${time}${status}`;
  return colourOf(row)(cut(text.replaceAll("\n", " "), columns));
}

/** Whether the step changes nothing, and so is not worth a line. */
export function isQuiet({ op }: Row): boolean {
  return op === "same" || op === "refresh" || op === "read" || op === "discard";
}

/** `3 created, 1 replaced, 4 unchanged`; for a plan, `+ 3 to create, ± 1 to replace, 4 unchanged`. */
export function countsLine(
  summary: Readonly<Record<string, number>>,
  failed: number,
  skipped: number,
  planOnly = false,
): string {
  const order: Operation[] = ["create", "import", "update", "replace", "delete", "same"];
  const phrase = (op: Operation): string =>
    planOnly && op !== "same" ? `${SYMBOLS[op]} ${summary[op]} to ${op}` : `${summary[op]} ${PAST[op]}`;
  const parts = order.filter((op) => (summary[op] ?? 0) > 0).map(phrase);
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} left for the next run`);
  return parts.length === 0 ? "nothing to do" : parts.join(", ");
}

/** Lines of at most `columns` characters, broken between words; a word that is longer stays whole. */
export function wrapped(text: string, columns: number): string[] {
  return text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    const indent = /^ */.exec(line)?.[0] ?? "";
    for (const word of line.split(/(?<=\S) /)) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= columns)
        lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(lines.length === 0 ? word : indent + word);
    }
    return lines;
  });
}

/** The stack's outputs, names in a column. */
export function outputLines(outputs: PropertyMap): string[] {
  const width = Math.max(0, ...Object.keys(outputs).map((name) => name.length));
  return Object.entries(outputs).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${typeof value === "string" ? value : readable(value)}`,
  );
}

/** Text of at most `columns` characters, with an ellipsis where it was cut. */
export function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}

function symbolOf(row: Row): string {
  if (row.state === "failed") return "!";
  return row.op === undefined ? " " : SYMBOLS[row.op];
}

function verbOf(row: Row): string {
  if (row.state === "running") return row.doing;
  if (row.state === "failed") return `${row.doing} failed`;
  if (row.state === "waiting" && row.op !== undefined) return row.op;
  return row.op === undefined ? row.doing : PAST[row.op];
}

function colourOf(row: Row): (text: string) => string {
  if (row.state === "failed") return paint.red;
  if (row.op === "create" || row.op === "import") return paint.green;
  if (row.op === "delete") return paint.red;
  if (row.op === "replace") return paint.magenta;
  return row.op === "update" ? paint.yellow : paint.plain;
}
