/** One piece of what a terminal gets: an order to it, a control character, or text. */
const pieces =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys
  /\x1b\[([0-9;?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[()][A-Z0-9]|\x1b.?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f\x1b]+/gu;

/** No cursor goes further to the right, so that no order makes endless lines. */
const widest = 1_000;

/**
 * The lines that a terminal would show for what was printed to it, without colors: a program prints the same to a pipe,
 * where the tests of the lessons read it, but for lines that it writes over, such as a progress.
 */
export function plainOutput(printed: string): string {
  const lines: string[] = [""];
  let row = 0;
  let column = 0;
  const setLine = (text: string) => {
    lines[row] = text;
  };
  const line = () => lines[row] ?? "";
  function goTo(wanted: number): void {
    row = Math.max(0, wanted);
    while (lines.length <= row) lines.push("");
  }
  function write(text: string): void {
    setLine(line().slice(0, column).padEnd(column) + text + line().slice(column + text.length));
    column += text.length;
  }
  function obey(order: string, values: string): void {
    const [first = 0] = values.split(";").map(Number);
    const count = Math.max(1, first || 1);
    if (order === "K") setLine(erased(line(), column, first));
    if (order === "J" && first === 0) lines.length = row + 1;
    if (order === "J" && first === 0) setLine(line().slice(0, column));
    if (order === "A") goTo(row - count);
    if (order === "B") goTo(Math.min(row + count, lines.length - 1));
    if (order === "C") column = Math.min(column + count, widest);
    if (order === "D") column = Math.max(0, column - count);
    if (order === "G") column = Math.min(count, widest) - 1;
  }
  for (const [piece, values = "", order] of printed.matchAll(pieces)) {
    if (order !== undefined) obey(order, values);
    else if (piece === "\n") goTo(row + 1);
    else if (piece === "\b") column = Math.max(0, column - 1);
    else if (piece === "\t" || (piece >= " " && piece !== "\x7f")) write(piece);
    if (piece === "\n" || piece === "\r") column = 0;
  }
  return lines.join("\n");
}

/** Up to the end of the line (0), up to the cursor (1), or all of it (2). */
function erased(line: string, column: number, mode: number): string {
  if (mode === 0) return line.slice(0, column);
  return mode === 1 ? " ".repeat(column) + line.slice(column) : "";
}
