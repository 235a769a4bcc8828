import { useEffect, useState } from "preact/hooks";
import { useWords } from "../base/language.ts";
import { beginAt, place } from "../base/place.ts";
import { useServerState } from "../base/states.ts";
import { useStore } from "../base/store.ts";
import { Reading } from "../lesson/reading.tsx";
import { Split } from "../parts/split.tsx";
import { TerminalPanel } from "../terminal/terminal-panel.tsx";
import { LabTabs } from "./lab-tabs.tsx";
import { Sidebar } from "./sidebar.tsx";
import { TopBar } from "./top-bar.tsx";
import { words } from "./words.ts";

const views = ["lesson", "lab", "terminal"] as const;
type View = (typeof views)[number];

/** The page: lessons, the open one, and the lab above its terminal. A narrow window shows one of them at a time. */
export function App() {
  const said = useWords(words);
  const [view, setView] = useState<View>("lesson");
  const [isMenuOpen, setMenuOpen] = useState(!matchMedia("(max-width: 1100px)").matches);
  useFirstLesson();
  useLeaving(isMenuOpen, () => setMenuOpen(false));
  const at = useStore(place);
  // In a narrow window the chosen text would stay behind the others.
  useEffect(() => {
    setView("lesson");
    if (isNarrow()) setMenuOpen(false);
  }, [at]);
  return (
    <div class="app" data-view={view}>
      <button type="button" class="skip" onClick={() => document.getElementById("lesson-pane")?.focus()}>
        {said.skip}
      </button>
      <TopBar isMenuOpen={isMenuOpen} onMenu={() => setMenuOpen(!isMenuOpen)} />
      <nav class="views" aria-label={said.views}>
        {views.map((each) => (
          <button key={each} type="button" aria-pressed={each === view} onClick={() => setView(each)}>
            {said[each]}
          </button>
        ))}
      </nav>
      <main class="columns">
        {isMenuOpen && <Sidebar />}
        <Split
          name="text"
          label={said.betweenTextAndLab}
          direction="row"
          first={44}
          region={said.labAndTerminal}
        >
          <section id="lesson-pane" class="lesson-pane" aria-label={said.lesson} tabIndex={-1}>
            <Reading />
          </section>
          <Split name="lab" label={said.betweenLabAndTerminal} direction="column" first={64}>
            <LabTabs />
            <TerminalPanel />
          </Split>
        </Split>
      </main>
    </div>
  );
}

/** A narrow window shows one pane at a time, and the lessons above it; frame.css has the same width. */
function isNarrow(): boolean {
  return matchMedia("(max-width: 860px)").matches;
}

/** In a narrow window the lessons hide what is below: Escape, or a press anywhere else, closes them. */
function useLeaving(isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      const isElsewhere =
        event instanceof KeyboardEvent
          ? event.key === "Escape"
          : !(event.target as Element).closest("#lessons, [aria-controls=lessons]");
      if (isElsewhere && isNarrow()) close();
    };
    document.addEventListener("keydown", leave);
    document.addEventListener("pointerdown", leave);
    return () => {
      document.removeEventListener("keydown", leave);
      document.removeEventListener("pointerdown", leave);
    };
  }, [isOpen]);
}

/** Without a place in the address: the lesson that was begun last, or the first one. */
function useFirstLesson(): void {
  const lessons = useServerState("lessons");
  useEffect(() => {
    if (!lessons || place.get().kind !== "none") return;
    const number = lessons.current ?? lessons.lessons[0]?.number;
    if (number !== undefined) beginAt({ kind: "lesson", number, anchor: "" });
  }, [lessons]);
}
