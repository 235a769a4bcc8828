import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../contract/language.ts";
import type { CheckResult, HintResult } from "../../contract/lesson-check.ts";
import { ask } from "../base/ask.ts";
import { useWords } from "../base/language.ts";
import { useAsking } from "../base/use-asking.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { CommandButton } from "../terminal/command-button.tsx";
import { CheckRows } from "./check-rows.tsx";
import { HintView } from "./hint-view.tsx";
import { words } from "./words.ts";

/** Each look asks Docker, Kafka and the services. */
const EVERY_MS = 4_000;

interface CheckPanelProps {
  readonly lesson: number;
  readonly lang: Language;
  readonly onReset: () => void;
}

/** Begin, check, hint, solve and reset; the rows may be watched while the learner works. */
export function CheckPanel({ lesson, lang, onReset }: CheckPanelProps) {
  const said = useWords(words);
  const { isBusy, failure, run } = useAsking();
  // A look of its own must not stand in the way of what the learner asks.
  const watching = useAsking();
  const [result, setResult] = useState<CheckResult | undefined>();
  const [hint, setHint] = useState<HintResult | undefined>();
  const [isWatched, setWatched] = useState(false);
  const params = { number: lesson };
  const look = async (isAsked: boolean) =>
    setResult(await ask("POST /lessons/:number/check", { params, body: { lang, isAsked } }));
  const askHint = () =>
    run(async () => setHint(await ask("POST /lessons/:number/hint", { params, body: { lang } })));
  useEveryWhileShown(isWatched, () => watching.run(() => look(false)));
  const commandFor = (verb: string) => `./lab ${verb} ${lesson} --lang ${lang}`;
  const commandProps = (verb: string) => ({
    command: commandFor(verb),
    title: said.inTerminal(commandFor(verb)),
  });
  return (
    <section class="checks" aria-label={said.checks}>
      <h3>{said.checks}</h3>
      <div class="bar">
        <CommandButton {...commandProps("learn")}>{said.begin}</CommandButton>
        <button type="button" class="primary" aria-disabled={isBusy} onClick={() => run(() => look(true))}>
          {said.check}
        </button>
        <button type="button" aria-disabled={isBusy} onClick={askHint}>
          {said.hint}
        </button>
        <CommandButton {...commandProps("solve")}>{said.solve}</CommandButton>
        <CommandButton {...commandProps("reset")} onRan={(exitStatus) => exitStatus === 0 && onReset()}>
          {said.reset}
        </CommandButton>
        <label class="switch">
          <input
            type="checkbox"
            checked={isWatched}
            onChange={(event) => setWatched(event.currentTarget.checked)}
          />
          {said.watch}
        </label>
      </div>
      <p role="status" class="quiet">
        {isBusy && said.looking}
        {!isBusy &&
          result &&
          `${said.progress[result.progress]}${allHold(result) ? ` · ${said.allHold}` : ""}`}
      </p>
      <ProblemNote failure={failure ?? watching.failure} />
      {hint && <HintView hint={hint} />}
      {result && <CheckRows rows={result.rows} />}
    </section>
  );
}

function allHold({ rows }: CheckResult): boolean {
  return rows.every(({ passed }) => passed);
}

/** Calls now and again, the next time a while after the one before has ended; not while nobody sees the page. */
function useEveryWhileShown(isOn: boolean, call: () => Promise<void>): void {
  const newest = useRef(call);
  newest.current = call;
  useEffect(() => {
    if (!isOn) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      if (!document.hidden) await newest.current();
      if (!isOver) timer = setTimeout(look, EVERY_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isOn]);
}
