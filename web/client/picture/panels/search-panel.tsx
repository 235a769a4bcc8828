import { useEffect, useRef, useState } from "preact/hooks";
import type { RecordSearch } from "../../../contract/kafka-requests.ts";
import { ask } from "../../base/ask.ts";
import { useWords } from "../../base/language.ts";
import { useAskingNewest } from "../../base/use-asking-newest.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { RecordTable } from "./record-table.tsx";
import { words } from "./words.ts";

/** Looks for a text in a topic, a few seconds at a time; a new search ends the one before. */
export function SearchPanel({ topic }: { topic: string }) {
  const said = useWords(words);
  const [text, setText] = useState("");
  const [search, setSearch] = useState<RecordSearch | undefined>();
  const { isBusy, failure, run } = useAskingNewest();
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const look = (next: string | undefined) => {
    stop.current();
    stop.current = run(async (signal) => {
      const query = { text, next };
      const more = await ask("GET /kafka/topics/:topic/search", { params: { topic }, query, signal });
      const before = next === undefined ? [] : (search?.found ?? []);
      setSearch({ ...more, found: [...before, ...more.found] });
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== "") look(undefined);
      }}
    >
      <div class="bar">
        <label>
          {said.searchFor}{" "}
          <input
            type="search"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setSearch(undefined);
            }}
          />
        </label>
        <button type="submit">{said.search}</button>
        {search && !search.isWhole && (
          <button type="button" aria-disabled={isBusy} onClick={() => look(search.next)}>
            {said.searchOn}
          </button>
        )}
      </div>
      <p role="status" class="quiet">
        {search && said.looked(search.looked, search.of, search.found.length)}
      </p>
      <ProblemNote failure={failure} />
      {search && <RecordTable records={search.found} />}
    </form>
  );
}
