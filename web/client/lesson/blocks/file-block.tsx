import { createPortal } from "preact";
import { useState } from "preact/hooks";
import type { Both } from "../../../contract/language.ts";
import type { Block, FileChange } from "../../../contract/lesson.ts";
import { ask } from "../../base/ask.ts";
import { useBoth, useWords } from "../../base/language.ts";
import { useStore } from "../../base/store.ts";
import { useAsking } from "../../base/use-asking.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { DiffView } from "../../parts/diff-view.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import type { BlockPlace } from "../text/text-body.tsx";
import type { Session } from "./session.ts";
import { Tick } from "./tick.tsx";
import { words } from "./words.ts";

export type FileBlock = Extract<Block, { kind: "file" }>;

/** A file: first what would change, then the change, which is exactly the one that was shown. */
export function FileBlockView(props: { session: Session; place: BlockPlace; block: FileBlock }) {
  const { session, place, block } = props;
  const said = useWords(words);
  const both = useBoth();
  const { isBusy, failure, run } = useAsking();
  const [change, setChange] = useState<FileChange | undefined>();
  const [saved, setSaved] = useState<readonly Both[] | undefined>();
  const isTicked = useStore(session.ticked).includes(place.index);
  const { lesson } = session;
  if (lesson === undefined) return <CopyButton text={block.text} />;
  const params = { number: lesson };

  const preview = () =>
    run(async () => {
      setSaved(undefined);
      const body = { block: place.index };
      setChange(await ask("POST /lessons/:number/changes/preview", { params, body }));
    });
  const make = (version: string) =>
    run(async () => {
      setChange(undefined);
      const body = { block: place.index, version };
      const made = await ask("POST /lessons/:number/changes", { params, body });
      setSaved(made.saved);
      session.ticked.set(made.ticked);
    });
  return (
    <div class="block-bar">
      <span class="block-words">{said[block.change](block.path)}</span>
      <Tick isDone={isTicked} />
      <button type="button" class="primary" aria-disabled={isBusy} onClick={preview}>
        {said.preview}
      </button>
      <CopyButton text={block.text} />
      {createPortal(
        <>
          <ProblemNote failure={failure} />
          {change && !change.isDone && (
            <>
              <DiffView diff={change.diff} label={said.difference(change.path)} />
              <button
                type="button"
                class="primary"
                aria-disabled={isBusy}
                onClick={() => make(change.version)}
              >
                {block.change === "write" ? said.doWrite : said.doEdit}
              </button>
            </>
          )}
          <div role="status" class="block-note good">
            {change?.isDone && (
              <>
                {said.isThere}{" "}
                {!isTicked && (
                  <button type="button" onClick={() => make(change.version)}>
                    ✔ {said.done}
                  </button>
                )}
              </>
            )}
            {saved && [said.saved, ...saved.map(both)].join(" ")}
          </div>
        </>,
        place.foot,
      )}
    </div>
  );
}
