import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Language } from "../../contract/language.ts";
import type { Block, Prediction } from "../../contract/lesson.ts";
import type { Place } from "../base/address.ts";
import { useWords } from "../base/language.ts";
import { goTo, place, takeMove } from "../base/place.ts";
import { useStore } from "../base/store.ts";
import { BlockView } from "./blocks/block-view.tsx";
import { openSession } from "./blocks/session.ts";
import { FileDialog, type Linking } from "./file-dialog.tsx";
import { PredictionView } from "./prediction-view.tsx";
import type { FollowedLink } from "./text/links.ts";
import { TextBody } from "./text/text-body.tsx";
import { words } from "./words.ts";

interface TextViewProps {
  readonly from: Linking;
  readonly lang: Language;
  readonly html: string;
  readonly blocks: readonly Block[];
  readonly predictions: readonly Prediction[];
  readonly ticked: readonly number[];
}

/** A lesson's text, or another one, with all that acts in it. */
export function TextView({ from, lang, html, blocks, predictions, ticked }: TextViewProps) {
  const said = useWords(words);
  const [file, setFile] = useState<string | undefined>();
  const host = useRef<HTMLDivElement>(null);
  const abort = useMemo(() => new AbortController(), [html]);
  const session = useMemo(() => {
    const lesson = from.kind === "lesson" ? from.number : undefined;
    return openSession({ lang, blocks, lesson, ticked, signal: abort.signal });
  }, [html]);
  useEffect(() => () => abort.abort(), [abort]);
  useEffect(() => session.ticked.set(ticked), [ticked, session]);
  const at = useStore(place);
  useEffect(() => {
    // The text before is still shown while the new one comes.
    if (at.kind === "none" || !isPlaceOf(at, from)) return;
    const { anchor } = at;
    const isMoved = takeMove();
    if (isMoved || anchor !== "") scrollTo(host.current, anchor, isMoved);
  }, [html, at]);
  const follow = useCallback((link: FollowedLink) => {
    if (link.kind === "file") setFile(link.path);
    else if (link.kind === "here") scrollTo(host.current, link.anchor, true);
    else goTo(link, link.lang);
  }, []);
  return (
    <div ref={host} lang={lang}>
      <TextBody
        html={html}
        blocks={blocks}
        onFollow={follow}
        renderBlock={(place, block) => <BlockView session={session} place={place} block={block} />}
        renderOutput={() => <p class="output-words">{said.prints}</p>}
        renderPrediction={(id) => {
          const prediction = predictions.find((each) => each.id === id);
          if (!prediction || from.kind !== "lesson") return null;
          return <PredictionView lesson={from.number} lang={lang} prediction={prediction} />;
        }}
      />
      {file !== undefined && <FileDialog from={from} path={file} onClose={() => setFile(undefined)} />}
    </div>
  );
}

function isPlaceOf(at: Place, from: Linking): boolean {
  if (at.kind === "lesson") return from.kind === "lesson" && at.number === from.number;
  return at.kind === "page" && from.kind === "page" && at.name === from.name;
}

/** To a heading, or to the beginning; the focus goes along with a move, so that the keyboard goes on from there. */
function scrollTo(host: HTMLElement | null, anchor: string, isFocused: boolean): void {
  const target =
    anchor === ""
      ? host?.querySelector<HTMLElement>("h1")
      : [...(host?.querySelectorAll<HTMLElement>("[id]") ?? [])].find(({ id }) => id === anchor);
  if (!target) return;
  if (isFocused) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  target.scrollIntoView();
}
