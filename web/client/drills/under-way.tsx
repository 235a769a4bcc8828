import { useEffect, useState } from "preact/hooks";
import type { DrillState } from "../../contract/drill.ts";
import { formatDuration } from "../base/format.ts";
import { language, useBoth, useWords } from "../base/language.ts";
import { useStore } from "../base/store.ts";
import { CommandButton } from "../terminal/command-button.tsx";
import { quotedForShell } from "./quoted.ts";
import { words } from "./words.ts";

/** The drill that is under way: what one hears, the clock, and what one may do. */
export function UnderWay({ drawn }: { drawn: NonNullable<DrillState["drawn"]> }) {
  const said = useWords(words);
  const both = useBoth();
  const lang = useStore(language);
  const [note, setNote] = useState("");
  const { level, sinceMs, hints, symptom } = drawn;
  return (
    <section class="drill" aria-label={said.heard}>
      <h2>{said.heard}</h2>
      <blockquote class="lines">{both(symptom)}</blockquote>
      <p>
        {said.clock} <Clock sinceMs={sinceMs} /> · {said.level(level)} · {said.hints(hints)}
      </p>
      <div class="bar">
        <CommandButton command={`./lab check --lang ${lang}`} class="primary">
          {said.check}
        </CommandButton>
        <CommandButton command={`./lab hint --lang ${lang}`}>{said.hint}</CommandButton>
        <CommandButton command={`./lab drill --restore --lang ${lang}`}>{said.restore}</CommandButton>
      </div>
      <div class="bar">
        <label class="grows">
          {said.noteLabel} <input value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        <CommandButton
          command={`./lab drill --note ${quotedForShell(note)} --lang ${lang}`}
          isDisabled={note.trim() === ""}
          onRan={(exitStatus) => exitStatus === 0 && setNote("")}
        >
          {said.note}
        </CommandButton>
      </div>
    </section>
  );
}

/** Not a live region: it would speak every second. */
function Clock({ sinceMs }: { sinceMs: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <strong role="timer">{formatDuration(now - sinceMs)}</strong>;
}
