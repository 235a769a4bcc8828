export interface HintPart {
  readonly kind: "text" | "command";
  readonly text: string;
}

/** The paragraphs and the commands of a hint; an indented line is a command, and neighbours belong together. */
export function hintParts(hint: string): HintPart[] {
  const parts: HintPart[] = [];
  for (const line of hint.split("\n")) {
    const kind = /^\s{2,}\S/.test(line) ? "command" : "text";
    const text = line.trim();
    const last = parts.at(-1);
    if (text === "") parts.push({ kind: "text", text: "" });
    else if (last?.kind === kind && last.text !== "")
      parts[parts.length - 1] = { kind, text: `${last.text}${kind === "text" ? " " : "\n"}${text}` };
    else parts.push({ kind, text });
  }
  return parts.filter(({ text }) => text !== "");
}
