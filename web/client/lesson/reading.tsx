import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../contract/language.ts";
import type { LessonPage, TextPage } from "../../contract/lesson.ts";
import type { Place } from "../base/address.ts";
import { ask } from "../base/ask.ts";
import { language, useWords } from "../base/language.ts";
import { place } from "../base/place.ts";
import { useStore } from "../base/store.ts";
import { useAskingNewest } from "../base/use-asking-newest.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { CheckPanel } from "./check-panel.tsx";
import { TextView } from "./text-view.tsx";
import { words } from "./words.ts";

type Shown =
  | { readonly kind: "lesson"; readonly page: LessonPage }
  | { readonly kind: "page"; readonly page: TextPage };

/** The text that is open: a lesson with its check, or a page such as the glossary. */
export function Reading() {
  const said = useWords(words);
  const lang = useStore(language);
  const at = useStore(place);
  const [shown, setShown] = useState<Shown | undefined>();
  const { isBusy, failure, show } = useText(setShown);
  const key = at.kind === "lesson" ? at.number : at.kind === "page" ? at.name : "";
  useEffect(() => show(at, lang), [at.kind, key, lang]);
  const title = shown?.page.title;
  useEffect(() => {
    document.title = [title, said.lab].filter((part) => part !== undefined).join(" · ");
  }, [title, said]);
  if (at.kind === "none") return <p class="padded">{said.nothingChosen}</p>;
  return (
    <article class="reading" aria-busy={isBusy}>
      <ProblemNote failure={failure} />
      {!shown && isBusy && <p>{said.loading}</p>}
      {shown?.kind === "lesson" && (
        <Lesson page={shown.page} onReset={() => void clearTicks(shown.page, setShown)} />
      )}
      {shown?.kind === "page" && (
        <TextView
          key={`${shown.page.name} ${shown.page.lang}`}
          from={{ kind: "page", name: shown.page.name }}
          predictions={[]}
          ticked={[]}
          {...textOf(shown.page)}
        />
      )}
    </article>
  );
}

function Lesson({ page, onReset }: { page: LessonPage; onReset: () => void }) {
  const said = useWords(words);
  const { number, lang, minutes, predictions, ticked } = page;
  return (
    <>
      <p class="quiet">
        {said.text} {number} · {said.minutes(minutes)}
      </p>
      <TextView
        key={`${number} ${lang}`}
        from={{ kind: "lesson", number }}
        predictions={predictions}
        ticked={ticked}
        {...textOf(page)}
      />
      <CheckPanel key={number} lesson={number} lang={lang} onReset={onReset} />
    </>
  );
}

function textOf({ lang, html, blocks }: LessonPage | TextPage) {
  return { lang, html, blocks };
}

/** Loads texts; an answer that comes after the next question is not shown. */
function useText(onShown: (shown: Shown | undefined) => void) {
  const { isBusy, failure, run } = useAskingNewest();
  const show = (at: Place, lang: Language) =>
    run(async (signal) => {
      if (at.kind === "none") return onShown(undefined);
      onShown(await load(at, lang, signal));
    });
  return { isBusy, failure, show };
}

async function load(
  at: Exclude<Place, { kind: "none" }>,
  lang: Language,
  signal: AbortSignal,
): Promise<Shown> {
  const query = { lang };
  if (at.kind === "lesson") {
    const params = { number: at.number };
    return { kind: "lesson", page: await ask("GET /lessons/:number", { params, query, signal }) };
  }
  return { kind: "page", page: await ask("GET /pages/:name", { params: { name: at.name }, query, signal }) };
}

async function clearTicks(page: LessonPage, onShown: (shown: Shown) => void): Promise<void> {
  const params = { number: page.number };
  const { ticked } = await ask("POST /lessons/:number/ticks/clear", { params, body: {} });
  onShown({ kind: "lesson", page: { ...page, ticked } });
}
