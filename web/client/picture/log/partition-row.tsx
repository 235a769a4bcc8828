import type { GroupState, PartitionState, RecordCell } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { keyColor } from "./key-color.ts";
import { type Cell, layoutRow, type Mark } from "./row-layout.ts";
import { CELL_WIDTH, MOST_MARKS, markTop } from "./sizes.ts";
import { words } from "./words.ts";

interface RowProps {
  readonly topic: string;
  readonly partition: PartitionState;
  readonly groups: readonly GroupState[];
  readonly fitting: number;
  readonly top: number;
  readonly height: number;
  /** The cell that Tab reaches; undefined if it is in another row. */
  readonly entry: number | undefined;
  readonly onPoint: (record: RecordCell, element: Element) => void;
  readonly onLeave: () => void;
}

/** A partition: who leads it, its newest records, and how far each group has come. */
export function PartitionRow(props: RowProps) {
  const { topic, partition, groups, fitting, top, height, entry, onPoint, onLeave } = props;
  const said = useWords(words);
  const { cells, hidden, marks } = layoutRow(topic, partition, groups, fitting);
  const behind = partition.replicas.filter((id) => !partition.isr.includes(id));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      class="log-row"
      role="group"
      aria-label={said.partition(partition.partition)}
      style={{ top: `${top}px`, height: `${height}px` }}
    >
      <div class="log-head">
        <strong>{said.partition(partition.partition)}</strong>
        <span class={partition.leader < 0 ? "bad" : ""}>{said.leader(partition.leader)}</span>
        <span>{said.isr(partition.isr.join(", "))}</span>
        {behind.length > 0 && <span class="bad">{said.outOfSync(behind.join(", "))}</span>}
        {marks.length > MOST_MARKS && <span>{said.more(marks.length - MOST_MARKS)}</span>}
        <span class="quiet">
          {cells.length === 0 ? said.empty : hidden > 0 ? `◂ ${said.earlier(hidden)}` : ""}
        </span>
      </div>
      <div class="log-cells">
        {cells.map((cell) => (
          <CellView
            key={cell.offset}
            topic={topic}
            partition={partition.partition}
            cell={cell}
            isEntry={cell.offset === entry}
            onPoint={onPoint}
            onLeave={onLeave}
          />
        ))}
        {marks.slice(0, MOST_MARKS).map((mark, line) => (
          <MarkView
            key={mark.group}
            mark={mark}
            line={line}
            color={groups.findIndex(({ name }) => name === mark.group) % MOST_MARKS}
            isAtEnd={mark.at > fitting / 2}
          />
        ))}
      </div>
    </div>
  );
}

interface CellProps {
  readonly topic: string;
  readonly partition: number;
  readonly cell: Cell;
  readonly isEntry: boolean;
  readonly onPoint: RowProps["onPoint"];
  readonly onLeave: () => void;
}

function CellView({ topic, partition, cell, isEntry, onPoint, onLeave }: CellProps) {
  const said = useWords(words);
  const { offset, kind, record } = cell;
  const color = record ? keyColor(record.key) : undefined;
  const label = record ? said.cell(offset, record) : said[kind === "gap" ? "gap" : "unread"](offset);
  const point = (event: Event) => record && onPoint(record, event.currentTarget as Element);
  return (
    <button
      type="button"
      class={`cell cell-${kind}${color === undefined ? "" : ` key-${color}`}`}
      data-cell={`${topic}/${partition}/${offset}`}
      aria-label={label}
      aria-describedby={record ? "record" : undefined}
      tabIndex={isEntry ? 0 : -1}
      onFocus={point}
      onMouseEnter={point}
      onMouseLeave={onLeave}
      onBlur={onLeave}
    >
      {kind === "record" ? offset % 1_000 : ""}
    </button>
  );
}

/** Its name stands on the side where there is room. */
function MarkView(props: { mark: Mark; line: number; color: number; isAtEnd: boolean }) {
  const { mark, line, color, isAtEnd } = props;
  const said = useWords(words);
  const { group, committed, lag, at, isBefore, owner } = mark;
  const isNew = committed === undefined;
  const place = at * CELL_WIDTH;
  const room = isAtEnd ? `${place}px` : `calc(100% - ${place}px)`;
  const lagWords = isNew ? ` · ${said.nothingCommitted}` : lag === undefined ? "" : ` · ${said.lag} ${lag}`;
  const text = `${group}${lagWords}${owner === undefined ? "" : ` · ${owner}`}`;
  return (
    <span
      class={`mark mark-${color}${isAtEnd ? " mark-left" : ""}`}
      style={{ left: `${place}px`, top: `${markTop(line)}px`, maxWidth: room }}
      title={said.mark(group, committed, lag)}
    >
      <span aria-hidden="true">{isNew ? "△" : isBefore ? "◂" : "▲"}</span>
      <span class="mark-words">{text}</span>
    </span>
  );
}
