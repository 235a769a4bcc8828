import { useState } from "preact/hooks";
import type { ServiceAnswer } from "../../../contract/api.ts";
import { ask } from "../../base/ask.ts";
import { useWords } from "../../base/language.ts";
import { useAsking } from "../../base/use-asking.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { words } from "./words.ts";

const next = { params: { name: "service-b" }, body: { method: "GET", path: "/api/messages", headers: [] } };

/** Asks service-b for the next message, as a GET of the learner's does: its group goes on. */
export function ReceivePanel() {
  const said = useWords(words);
  const [answer, setAnswer] = useState<ServiceAnswer | undefined>();
  const { isBusy, failure, run } = useAsking();
  const receive = () =>
    run(async () => {
      setAnswer(undefined);
      setAnswer(await ask("POST /services/:name/calls", next));
    });
  return (
    <>
      <p>{said.receiving}</p>
      <div class="bar">
        <button type="button" class="primary" aria-disabled={isBusy} onClick={receive}>
          {said.receive}
        </button>
      </div>
      <p role="status">
        {isBusy && said.waitingForMessage}
        {!isBusy && answer && `${answer.status} · ${answer.body} · ${answer.tookMs} ms`}
      </p>
      <ProblemNote failure={failure} />
    </>
  );
}
