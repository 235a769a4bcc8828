import type { RecordCell } from "../../../contract/kafka.ts";
import { formatTime } from "../../base/format.ts";
import { language, useWords } from "../../base/language.ts";
import { useStore } from "../../base/store.ts";
import { words } from "./words.ts";

/** All of a record, near its cell. */
export function RecordBox({ record, left, top }: { record: RecordCell; left: number; top: number }) {
  return (
    <div id="record" role="tooltip" class="floating" style={{ left: `${left}px`, top: `${top}px` }}>
      <RecordFacts record={record} />
    </div>
  );
}

export function RecordFacts({ record, partition }: { record: RecordCell; partition?: number }) {
  const said = useWords(words);
  const lang = useStore(language);
  const { record: names } = said;
  const { offset, key, value, headers, timestampMs } = record;
  return (
    <dl class="facts">
      {partition !== undefined && (
        <>
          <dt>{said.partitionWord}</dt>
          <dd>{partition}</dd>
        </>
      )}
      <dt>{names.offset}</dt>
      <dd>{offset}</dd>
      <dt>{names.key}</dt>
      <dd>{key ?? <em>{said.noKey}</em>}</dd>
      <dt>{names.value}</dt>
      <dd>{value ?? <em>{said.noValue}</em>}</dd>
      <dt>{names.headers}</dt>
      <dd>
        {headers.length === 0 ? (
          <em>{names.none}</em>
        ) : (
          headers.map(([name, text]) => `${name}: ${text}`).join("\n")
        )}
      </dd>
      <dt>{names.time}</dt>
      <dd>{formatTime(timestampMs, lang)}</dd>
    </dl>
  );
}
