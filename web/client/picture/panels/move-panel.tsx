import { useState } from "preact/hooks";
import type { GroupState, TopicState } from "../../../contract/kafka.ts";
import type { GroupMove, GroupTarget } from "../../../contract/kafka-requests.ts";
import { ask } from "../../base/ask.ts";
import { useBoth, useWords } from "../../base/language.ts";
import { useAsking } from "../../base/use-asking.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { PartitionField } from "./partition-field.tsx";
import { words } from "./words.ts";

const kinds = ["earliest", "latest", "offset", "time"] as const;
type Kind = (typeof kinds)[number];

/** Moves a group's committed positions: first the plan, then exactly that. */
export function MovePanel({ topic, groups }: { topic: TopicState; groups: readonly GroupState[] }) {
  const said = useWords(words);
  const [group, setGroup] = useState(groups[0]?.name ?? "");
  const [kind, setKind] = useState<Kind>("earliest");
  const [partition, setPartition] = useState(0);
  const [offset, setOffset] = useState("0");
  const [time, setTime] = useState("");
  const [plan, setPlan] = useState<{ move: GroupMove; to: GroupTarget } | undefined>();
  const [isMoved, setMoved] = useState(false);
  const { isBusy, failure, run } = useAsking();
  if (groups.length === 0) return <p>{said.noGroups}</p>;
  const params = { group };
  const forget = () => {
    setPlan(undefined);
    setMoved(false);
  };
  const preview = (event: Event) => {
    event.preventDefault();
    forget();
    const to = targetOf(kind, { partition, offset, time });
    void run(async () => {
      const body = { topic: topic.name, to };
      setPlan({ to, move: await ask("POST /kafka/groups/:group/moves/preview", { params, body }) });
    });
  };
  const make = ({ move, to }: { move: GroupMove; to: GroupTarget }) =>
    run(async () => {
      const body = { topic: topic.name, to, version: move.version };
      await ask("POST /kafka/groups/:group/moves", { params, body });
      setPlan(undefined);
      setMoved(true);
    });
  return (
    <form onSubmit={preview} onInput={forget}>
      <div class="bar">
        <label>
          {said.group}{" "}
          <select value={group} onChange={(event) => setGroup(event.currentTarget.value)}>
            {groups.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {said.to}{" "}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            {kinds.map((each) => (
              <option key={each} value={each}>
                {said.targets[each]}
              </option>
            ))}
          </select>
        </label>
        {kind === "offset" && (
          <>
            <PartitionField topic={topic} value={partition} onChange={setPartition} />
            <input
              type="number"
              min="0"
              required
              aria-label={said.targets.offset}
              value={offset}
              onInput={(event) => setOffset(event.currentTarget.value)}
            />
          </>
        )}
        {kind === "time" && (
          <input
            type="datetime-local"
            step="1"
            required
            aria-label={said.targets.time}
            value={time}
            onInput={(event) => setTime(event.currentTarget.value)}
          />
        )}
        <button type="submit" aria-disabled={isBusy}>
          {said.plan}
        </button>
      </div>
      <ProblemNote failure={failure} />
      <p role="status">{isMoved && said.moved}</p>
      {plan && <MovePlan move={plan.move} isBusy={isBusy} onMove={() => make(plan)} />}
    </form>
  );
}

function MovePlan({ move, isBusy, onMove }: { move: GroupMove; isBusy: boolean; onMove: () => void }) {
  const said = useWords(words);
  const both = useBoth();
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{said.partitionWord}</th>
            <th scope="col">{said.now}</th>
            <th scope="col">{said.after}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {move.positions.map(({ partition, from, to, note }) => (
            <tr key={partition}>
              <th scope="row">{partition}</th>
              <td>{from ?? said.nothingCommitted}</td>
              <td>{to}</td>
              <td>{note && both(note)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {move.obstacle ? (
        <p class="problem">{both(move.obstacle)}</p>
      ) : (
        <button type="button" class="primary" aria-disabled={isBusy} onClick={onMove}>
          {said.move}
        </button>
      )}
      <p>
        {said.same} <code>{move.command}</code> <CopyButton text={move.command} />
      </p>
    </>
  );
}

function targetOf(kind: Kind, given: { partition: number; offset: string; time: string }): GroupTarget {
  if (kind === "offset") return { kind, partition: given.partition, offset: Number(given.offset) };
  if (kind === "time") return { kind, timestampMs: new Date(given.time).getTime() };
  return { kind };
}
