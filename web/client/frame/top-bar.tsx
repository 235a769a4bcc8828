import { chooseLanguage, language, useWords } from "../base/language.ts";
import { connection, refusal, useServerState } from "../base/states.ts";
import { useStore } from "../base/store.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { words } from "./words.ts";

/** The name of the page, what is at work on the lab, whether the server is there, and the language. */
export function TopBar({ isMenuOpen, onMenu }: { isMenuOpen: boolean; onMenu: () => void }) {
  const said = useWords(words);
  const lang = useStore(language);
  const isAway = useStore(connection) === "away";
  const refused = useStore(refusal);
  const operation = useServerState("operation");
  const other = lang === "en" ? "fr" : "en";
  return (
    <header class="top">
      <button type="button" aria-expanded={isMenuOpen} aria-controls="lessons" onClick={onMenu}>
        ☰ {said.menu}
      </button>
      <h1 class="top-title">{said.title}</h1>
      {operation?.stack !== undefined && <span class="top-stack">{said.stack(operation.stack)}</span>}
      <span role="status">
        {operation?.underWay && <span class="at-work">{said.underWay(operation.underWay.command)}</span>}
      </span>
      <span class="grows" />
      <button type="button" lang={other} onClick={() => chooseLanguage(other)}>
        {said.other}
      </button>
      <ProblemNote failure={refused} />
      <div role="alert" class="top-alert">
        {isAway && !refused && <p class="problem">{said.away}</p>}
      </div>
    </header>
  );
}
