import { useState } from "preact/hooks";
import { ask } from "../base/ask.ts";
import { language, useBoth, useWords } from "../base/language.ts";
import { useServerState } from "../base/states.ts";
import { useStore } from "../base/store.ts";
import { useAsking } from "../base/use-asking.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { noticedBy } from "./noticed-by.ts";
import { PlanView } from "./plan-view.tsx";
import { ResourceTable } from "./resource-table.tsx";
import { words } from "./words.ts";

/** What the program wants, what the state remembers and what Docker has, resource by resource. */
export function StackView() {
  const said = useWords(words);
  const both = useBoth();
  const lang = useStore(language);
  const state = useServerState("stack");
  const { isBusy, failure, run } = useAsking();
  const [isOnlyDifferent, setOnlyDifferent] = useState(false);
  if (!state) return <p class="padded quiet">{said.waiting}</p>;
  const { stack, reason, preview, resources } = state;
  const isRunning = isBusy || preview?.isRunning === true;
  const shown = isOnlyDifferent ? resources.filter((row) => noticedBy(row) !== undefined) : resources;
  return (
    <div class="stack">
      <div class="bar">
        <h2>{stack === undefined ? said.noStack : said.stack(stack)}</h2>
        <button
          type="button"
          class="primary"
          disabled={stack === undefined}
          aria-disabled={isRunning}
          onClick={() => run(async () => void (await ask("POST /stack/preview", { body: { lang } })))}
        >
          {said.preview}
        </button>
        <label class="switch">
          <input
            type="checkbox"
            checked={isOnlyDifferent}
            onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
          />
          {said.onlyDifferent}
        </label>
      </div>
      <p role="status" class="quiet">
        {isRunning ? said.previewing : preview === undefined ? said.noPreview : preview.isOld ? said.old : ""}
      </p>
      {reason && <p class="trouble">{both(reason)}</p>}
      <ProblemNote failure={failure} />
      {preview && <PlanView plan={preview.plan} />}
      <ResourceTable resources={shown} />
    </div>
  );
}
