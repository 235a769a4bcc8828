export interface StartupSettings {
  /** The generated files; the shell removes them once it has read them. */
  readonly folder: string;
  /** Comes first on PATH, whatever the user's own files do. */
  readonly nodeFolder: string;
  /** Letters and digits that no program knows, so that only this shell's marks count. */
  readonly key: string;
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
