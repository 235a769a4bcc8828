/** What a terminal has shown, for a page that attaches. */
export interface Scrollback {
  add(text: string): void;
  /** From the start of a line if the beginning is gone. */
  text(): string;
}

/** Keeps at least the newest `most` characters, and at most twice as many. */
export function createScrollback(most = 256 * 1024): Scrollback {
  let kept = "";
  return {
    add: (text) => {
      kept += text;
      if (kept.length > 2 * most) kept = newest(kept, most);
    },
    text: () => withoutQueries(kept.length > most ? newest(kept, most) : kept),
  };
}

/** Cut at a line, so that no escape sequence or character is cut in two; colors that were set before are reset. */
function newest(text: string, most: number): string {
  const from = text.length - most;
  const line = text.indexOf("\n", from);
  return line === -1 ? "" : `\x1b[0m${text.slice(line + 1)}`;
}

// Device attributes, cursor and mode reports, colors, window sizes, terminal features, keyboard flags, the terminal's name.
const QUERIES = new RegExp(
  [
    "\\x1b\\[[>=?]?[\\d;]*[cn]",
    "\\x1b\\[\\??[\\d;]*\\$p",
    "\\x1b\\[(?:1[1-9]|2[01])t",
    "\\x1b\\[>\\d*q",
    "\\x1b\\[\\?u",
    "\\x1b\\](?:4;\\d+|1\\d);\\?(?:\\x07|\\x1b\\\\)",
    "\\x1bP[+$]q[^\\x1b]*\\x1b\\\\",
    "\\x1bZ",
    "\\x05",
  ].join("|"),
  "g",
);

/** Programs ask the terminal questions by escape sequences; shown again, each would be answered into the shell's input. */
export function withoutQueries(text: string): string {
  return text.replace(QUERIES, "");
}
