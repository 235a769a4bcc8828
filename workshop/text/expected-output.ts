/**
 * How the printed output differs from the lesson's; undefined if it does not. `…` means anything within a line, and any
 * lines when it is alone. White space at the ends of lines, and empty lines around the output, do not matter.
 */
export function compareOutput(expected: string, printed: string): string | undefined {
  const wanted = linesOf(expected);
  const seen = linesOf(printed);
  if (matches(wanted, seen)) return undefined;
  return `expected\n${indent(wanted)}\nprinted\n${indent(seen)}`;
}

/** Whether the lesson's output has been printed anywhere, in order; for output that still goes on. */
export function hasPrinted(expected: string, printed: string): boolean {
  return matches(["…", ...linesOf(expected), "…"], linesOf(printed));
}

function matches(wanted: readonly string[], seen: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return seen.length === 0;
  if (first.trim() === "…") {
    return seen.concat("").some((_, skipped) => matches(rest, seen.slice(skipped)));
  }
  return seen[0] !== undefined && isLike(first, seen[0]) && matches(rest, seen.slice(1));
}

/** The parts between the ellipses, in this order, from the first to the last character. */
function isLike(wanted: string, seen: string): boolean {
  const [start = "", ...others] = wanted.split("…");
  const end = others.pop();
  if (end === undefined) return seen === start;
  if (!seen.startsWith(start) || !seen.slice(start.length).endsWith(end)) return false;
  let rest = seen.slice(start.length, seen.length - end.length);
  for (const part of others) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  | ${line}`).join("\n");
}
