import { createPortal } from "preact";
import { useBoth, useWords } from "../../base/language.ts";
import { useStore } from "../../base/store.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import type { BlockPlace } from "../text/text-body.tsx";
import { type CommandBlock, runBlock, stopRepeating } from "./run-block.ts";
import type { Session } from "./session.ts";
import { Tick } from "./tick.tsx";
import { words } from "./words.ts";

/** A command: what it is in words, its buttons, and what came of it. */
export function CommandBlockView(props: { session: Session; place: BlockPlace; block: CommandBlock }) {
  const { session, place, block } = props;
  const { index, foot } = place;
  const said = useWords(words);
  const run = useStore(session.runOf(index));
  const isDone = useStore(session.ticked).includes(index);
  const isBusy = run.phase !== "idle";
  return (
    <div class="block-bar">
      <span class="block-words">{wordsFor(block, said)}</span>
      <Tick isDone={isDone} />
      {block.shell === "sh" && run.phase !== "repeating" && (
        <button
          type="button"
          class="primary"
          aria-disabled={isBusy}
          onClick={() => void runBlock(session, index, block)}
        >
          {block.stops ? said.interrupt : said.run}
        </button>
      )}
      {run.phase === "repeating" && (
        <button type="button" class="primary" onClick={() => stopRepeating(session, index)}>
          {said.stop}
        </button>
      )}
      {!block.stops && <CopyButton text={block.text} />}
      {createPortal(<RunNote session={session} index={index} />, foot)}
    </div>
  );
}

function RunNote({ session, index }: { session: Session; index: number }) {
  const said = useWords(words);
  const both = useBoth();
  const { phase, said: outcome, isGood, count } = useStore(session.runOf(index));
  const goesOn = {
    idle: undefined,
    running: said.working,
    repeating: said.repeating(count),
    listening: said.listening,
  }[phase];
  const note = goesOn ?? (outcome && both(outcome));
  // The tick says it to those who see the page.
  if (note === undefined && isGood)
    return (
      <p class="off-screen" role="status">
        {said.done}
      </p>
    );
  return (
    <p class={isGood ? "block-note good" : "block-note"} role="status">
      {note}
    </p>
  );
}

function wordsFor(block: CommandBlock, said: (typeof words)["en"]): string {
  if (block.shell === "powershell") return said.powershell;
  if (block.stops) return said.interrupts;
  return block.secondTerminal ? said.second : said.kinds[block.must];
}
