import { useId, useState } from "preact/hooks";
import type { Language } from "../../contract/language.ts";
import type { Prediction } from "../../contract/lesson.ts";
import { ask } from "../base/ask.ts";
import { keep, readKept } from "../base/kept.ts";
import { useWords } from "../base/language.ts";
import { useAsking } from "../base/use-asking.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { ServerHtml } from "./text/server-html.tsx";
import { words } from "./words.ts";

interface PredictionProps {
  readonly lesson: number;
  readonly lang: Language;
  readonly prediction: Prediction;
}

type Letter = "a" | "b" | "c" | "d";

/** A question before the experiment. The first answer is kept, and only then the right one is shown. */
export function PredictionView({ lesson, lang, prediction: first }: PredictionProps) {
  const said = useWords(words);
  const [prediction, setPrediction] = useState(first);
  const { isBusy, failure, run } = useAsking();
  const { id, question, choices, answered, right, answer } = prediction;
  const lineName = `line.${lesson}.${id}`;
  const [line, setLine] = useState(readKept(lineName));
  const heading = useId();
  const choose = (letter: string) =>
    run(async () => {
      const body = { lang, id, letter: letter as Letter };
      setPrediction(await ask("POST /lessons/:number/predictions", { params: { number: lesson }, body }));
    });
  const isOpen = answered !== undefined || line !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div class="prediction" role="group" aria-labelledby={heading}>
      <p class="title" id={heading}>
        {said.predict}
      </p>
      <ServerHtml html={question} />
      <ul class="choices">
        {choices.map(({ letter, text }) => (
          <li key={letter}>
            <button
              type="button"
              class={choiceClass(letter, answered, right)}
              aria-pressed={letter === answered}
              aria-disabled={isBusy || isOpen}
              onClick={() => isOpen || void choose(letter)}
            >
              <strong>{letter})</strong> <ServerHtml html={text} isInline />
              {isOpen && letter === right && <span class="tick"> ✔ {said.right}</span>}
              {letter === answered && <span> · {said.yours}</span>}
            </button>
          </li>
        ))}
      </ul>
      {choices.length === 0 && (
        <OwnLine
          line={line}
          onWrite={(text) => {
            keep(lineName, text);
            setLine(text);
          }}
        />
      )}
      <ProblemNote failure={failure} />
      <div role="status">
        {isOpen && (
          <div class="answer">
            {answered !== undefined && <strong>{answered === right ? said.isRight : said.isWrong}</strong>}
            <ServerHtml html={answer} />
          </div>
        )}
      </div>
    </div>
  );
}

function OwnLine({ line, onWrite }: { line: string | undefined; onWrite: (text: string) => void }) {
  const said = useWords(words);
  const [text, setText] = useState("");
  if (line !== undefined) return <p class="own-line">{line}</p>;
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== "") onWrite(text.trim());
  };
  return (
    <form class="bar" onSubmit={submit}>
      <input
        aria-label={said.yourAnswer}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">{said.answer}</button>
    </form>
  );
}

function choiceClass(letter: string, answered: string | undefined, right: string | undefined): string {
  if (answered === undefined) return "choice";
  if (letter === right) return "choice choice-right";
  return letter === answered ? "choice choice-wrong" : "choice";
}
