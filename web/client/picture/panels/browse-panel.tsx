import { useState } from "preact/hooks";
import type { TopicState } from "../../../contract/kafka.ts";
import type { RecordPage } from "../../../contract/kafka-requests.ts";
import { ask } from "../../base/ask.ts";
import { useWords } from "../../base/language.ts";
import { useAsking } from "../../base/use-asking.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { PartitionField } from "./partition-field.tsx";
import { RecordTable } from "./record-table.tsx";
import { words } from "./words.ts";

const COUNT = 20;

/** Goes through a partition page by page, without a group. */
export function BrowsePanel({ topic }: { topic: TopicState }) {
  const said = useWords(words);
  const [partition, setPartition] = useState(0);
  const [from, setFrom] = useState("");
  const [page, setPage] = useState<RecordPage | undefined>();
  const { isBusy, failure, run } = useAsking();
  const show = (start: number | undefined) =>
    run(async () => {
      const query = { partition, from: start, count: COUNT };
      setPage(await ask("GET /kafka/topics/:topic/records", { params: { topic: topic.name }, query }));
    });
  const first = page?.records[0]?.offset;
  const last = page?.records.at(-1)?.offset;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void show(from === "" ? undefined : Number(from));
      }}
    >
      <div class="bar">
        <PartitionField topic={topic} value={partition} onChange={setPartition} />
        <label>
          {said.from}{" "}
          <input type="number" min="0" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <button type="submit" aria-disabled={isBusy}>
          {said.show}
        </button>
        <button
          type="button"
          disabled={isBusy || !page || first === undefined || first <= page.low}
          onClick={() => show(Math.max(page?.low ?? 0, (first ?? 0) - COUNT))}
        >
          {said.older}
        </button>
        <button
          type="button"
          disabled={isBusy || !page || last === undefined || last + 1 >= page.high}
          onClick={() => show((last ?? 0) + 1)}
        >
          {said.newer}
        </button>
      </div>
      <ProblemNote failure={failure} />
      {page && <RecordTable records={page.records.map((record) => ({ ...record, partition }))} />}
    </form>
  );
}
