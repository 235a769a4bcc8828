/** Breaks a command with backslashes at spaces outside of quotes, so that it can be copied as it is. */
export function breakCommand(command: string, width: number) {
  const lines: string[] = [];
  for (const word of command.match(/(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'])+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - 2)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
}
