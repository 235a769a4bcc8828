import { useState } from "preact/hooks";
import type { TopicState } from "../../../contract/kafka.ts";
import type { NewRecord, SentRecord } from "../../../contract/kafka-requests.ts";
import { ask } from "../../base/ask.ts";
import { Failure } from "../../base/failure.ts";
import { useWords } from "../../base/language.ts";
import { useAsking } from "../../base/use-asking.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { parseHeaders } from "./parse-headers.ts";
import { words } from "./words.ts";

const acksChoices = [-1, 1, 0] as const;

/** Sends one record as a producer of its own. */
export function SendPanel({ topic }: { topic: TopicState }) {
  const said = useWords(words);
  const [key, setKey] = useState<string | null>(null);
  const [value, setValue] = useState<string | null>("");
  const [headers, setHeaders] = useState("");
  const [acks, setAcks] = useState<NewRecord["acks"]>(-1);
  const [partition, setPartition] = useState("");
  const [sent, setSent] = useState<SentRecord | undefined>();
  const { isBusy, failure, run } = useAsking();
  const send = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      setSent(undefined);
      const read = parseHeaders(headers);
      if ("wrong" in read)
        throw new Failure({ en: words.en.badHeader(read.wrong), fr: words.fr.badHeader(read.wrong) });
      const chosen = partition === "" ? {} : { partition: Number(partition) };
      const body = { key, value, headers: read.headers, acks, ...chosen };
      setSent(await ask("POST /kafka/topics/:topic/records", { params: { topic: topic.name }, body }));
    });
  };
  return (
    <form class="form" onSubmit={send}>
      <TextOrNothing label={said.key} nothing={said.noKey} value={key} onChange={setKey} />
      <TextOrNothing label={said.value} nothing={said.noValue} value={value} onChange={setValue} />
      <label>
        {said.headers}
        <textarea rows={2} value={headers} onInput={(event) => setHeaders(event.currentTarget.value)} />
      </label>
      <div class="bar">
        <label>
          {said.acks}{" "}
          <select
            value={acks}
            onChange={(event) => setAcks(Number(event.currentTarget.value) as NewRecord["acks"])}
          >
            {acksChoices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}: {said.acksWords[`${choice}`]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {said.partitionWord}{" "}
          <select value={partition} onChange={(event) => setPartition(event.currentTarget.value)}>
            <option value="">{said.anyPartition}</option>
            {topic.partitions.map(({ partition: number }) => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {said.send}
        </button>
      </div>
      <p role="status">{sent && said.sent(sent.partition, sent.offset, sent.tookMs)}</p>
      <ProblemNote failure={failure} />
    </form>
  );
}

/** Empty and absent are not the same to Kafka. */
function TextOrNothing(props: {
  label: string;
  nothing: string;
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { label, nothing, value, onChange } = props;
  return (
    <div class="bar">
      <label class="grows">
        {label}{" "}
        <input
          value={value ?? ""}
          disabled={value === null}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </label>
      <label class="switch">
        <input
          type="checkbox"
          checked={value === null}
          onChange={(event) => onChange(event.currentTarget.checked ? null : "")}
        />
        {nothing}
      </label>
    </div>
  );
}
