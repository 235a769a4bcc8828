import { useWords } from "../base/language.ts";
import { words } from "./words.ts";

/** Which command notices a difference, in words; the color only repeats them. */
export function Badge({ kind }: { kind: "plan" | "refresh" | "nobody" }) {
  const said = useWords(words);
  return <span class={`badge badge-${kind}`}>{said.seenBy[kind]}</span>;
}
