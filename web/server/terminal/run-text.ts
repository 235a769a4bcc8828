import type { Both } from "../../contract/language.ts";
import { refusals } from "./refusals.ts";

const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";
const LONGEST = 64 * 1024;

/** Why a text cannot be run, in words for a learner; undefined if it can. */
export function refusalOfText(text: string): Both | undefined {
  if (text.trim() === "") return refusals.empty;
  if (text.length > LONGEST) return refusals.long;
  // An escape could end the paste, and what follows would be keys.
  if (hasControlCharacters(text)) return refusals.control;
  return undefined;
}

/**
 * The keys that run a text as one command: a paste, which the shell takes as it is, line breaks included (so that a
 * here-document and a loop stay whole), and Enter.
 */
export function keysToRun(text: string): string {
  return `${PASTE_START}${text.replace(/\r\n?/g, "\n").replace(/\n+$/, "")}${PASTE_END}\r`;
}

function hasControlCharacters(text: string): boolean {
  return [...text].some((character) => {
    const code = character.charCodeAt(0);
    return (code < 32 && !"\n\r\t".includes(character)) || (code >= 127 && code < 160);
  });
}
