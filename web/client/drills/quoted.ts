/** A person's text as one word of bash or zsh; control characters are no part of it. */
export function quotedForShell(text: string): string {
  return `'${text.replace(/\p{Cc}+/gu, " ").replaceAll("'", "'\\''")}'`;
}
