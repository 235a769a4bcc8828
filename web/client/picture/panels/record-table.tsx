import type { RecordCell } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { RecordFacts } from "../log/record-box.tsx";
import { words } from "./words.ts";

/** Records in lines that open. */
export function RecordTable({ records }: { records: readonly (RecordCell & { partition: number })[] }) {
  const said = useWords(words);
  if (records.length === 0) return <p class="quiet">{said.empty}</p>;
  return (
    <ul class="records">
      {records.map((record) => (
        <li key={`${record.partition} ${record.offset}`}>
          <details>
            <summary>
              <code>
                {record.partition} @{record.offset}
              </code>{" "}
              <strong>{record.key ?? said.noKey}</strong> {(record.value ?? said.noValue).slice(0, 90)}
            </summary>
            <RecordFacts record={record} partition={record.partition} />
          </details>
        </li>
      ))}
    </ul>
  );
}
