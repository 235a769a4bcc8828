import type { ComponentChildren } from "preact";
import type { LessonEntry } from "../../contract/lesson.ts";
import { addressOfPlace, type Place } from "../base/address.ts";
import { language, useBoth, useWords } from "../base/language.ts";
import { goTo, place } from "../base/place.ts";
import { useServerState } from "../base/states.ts";
import { useStore } from "../base/store.ts";
import { words } from "./words.ts";

const signs: Readonly<Record<LessonEntry["progress"], string>> = {
  new: "○",
  begun: "◐",
  solved: "◇",
  done: "●",
};

/** All lessons with the learner's progress, and the other pages. */
export function Sidebar() {
  const said = useWords(words);
  const both = useBoth();
  const lang = useStore(language);
  const at = useStore(place);
  const state = useServerState("lessons");
  const lessons = state?.lessons ?? [];
  const done = lessons.filter(({ progress }) => progress === "done").length;
  return (
    <nav class="sidebar" id="lessons" aria-label={said.lessons}>
      <p>{said.done(done, lessons.length)}</p>
      <progress value={done} max={Math.max(1, lessons.length)} aria-label={said.done(done, lessons.length)} />
      <ol class="lessons">
        {lessons.map(({ number, title, minutes, progress }) => (
          <li key={number}>
            <PlaceLink
              to={{ kind: "lesson", number, anchor: "" }}
              isCurrent={at.kind === "lesson" && at.number === number}
            >
              <span aria-hidden="true" class={`sign-${progress}`}>
                {signs[progress]}
              </span>{" "}
              <span class="lesson-name">
                {number}. {both(title)}{" "}
                {progress !== "new" && <span class="quiet">{said.progress[progress]}</span>}
              </span>{" "}
              <span class="quiet">{said.minutes(minutes)}</span>
            </PlaceLink>
          </li>
        ))}
      </ol>
      <h2>{said.pages}</h2>
      <ul class="lessons" lang={lang}>
        {Object.entries(said.pageNames).map(([name, title]) => (
          <li key={name}>
            <PlaceLink
              to={{ kind: "page", name, anchor: "" }}
              isCurrent={at.kind === "page" && at.name === name}
            >
              {title}
            </PlaceLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A real link, so that it can be opened in a tab of its own. */
function PlaceLink(props: { to: Place; isCurrent: boolean; children: ComponentChildren }) {
  const { to, isCurrent, children } = props;
  const click = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={addressOfPlace(to)} aria-current={isCurrent ? "page" : undefined} onClick={click}>
      {children}
    </a>
  );
}
