import { formatDuration } from "../base/format.ts";
import { language, useBoth, useWords } from "../base/language.ts";
import { useServerState } from "../base/states.ts";
import { useStore } from "../base/store.ts";
import { CommandButton } from "../terminal/command-button.tsx";
import { DrillList } from "./drill-list.tsx";
import { UnderWay } from "./under-way.tsx";
import { words } from "./words.ts";

/** Drills: drawn, checked and given up by the commands of `./lab`, in the terminal. */
export function DrillsView() {
  const said = useWords(words);
  const both = useBoth();
  const lang = useStore(language);
  const state = useServerState("drill");
  const ended = state?.ended;
  return (
    <div class="drills">
      <p>{said.intro}</p>
      <p class="quiet">{said.inTerminal}</p>
      {state?.drawn ? (
        <UnderWay drawn={state.drawn} />
      ) : (
        <CommandButton command={`./lab drill --lang ${lang}`} class="primary">
          {said.draw}
        </CommandButton>
      )}
      {ended && !state?.drawn && (
        <section aria-label={said.last}>
          <h2>
            {said.last}: {ended.name} ({said.level(ended.level)})
          </h2>
          <p>
            {ended.repaired
              ? said.repaired(formatDuration(ended.repaired.seconds * 1_000), ended.repaired.hints)
              : said.givenUp}
          </p>
          <h4>{said.explanation}</h4>
          <p class="lines">{both(ended.explanation)}</p>
        </section>
      )}
      {state && <DrillList isUnderWay={state.drawn !== undefined} ended={ended?.name} />}
    </div>
  );
}
