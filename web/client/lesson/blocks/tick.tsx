import { useWords } from "../../base/language.ts";
import { words } from "./words.ts";

/** Whether the learner has done a block. */
export function Tick({ isDone }: { isDone: boolean }) {
  const said = useWords(words);
  return isDone ? <span class="tick">✔ {said.done}</span> : null;
}
