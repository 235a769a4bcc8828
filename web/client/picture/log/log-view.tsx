import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { GroupState, RecordCell, TopicState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { placeNear } from "../../parts/place-near.ts";
import { type CellPlace, nextCell } from "./next-cell.ts";
import { PartitionRow } from "./partition-row.tsx";
import { RecordBox } from "./record-box.tsx";
import { CELL_WIDTH, HEAD_WIDTH, MOST_MARKS, rowHeight } from "./sizes.ts";
import { visibleRange } from "./visible-range.ts";
import { words } from "./words.ts";

interface LogViewProps {
  readonly topic: TopicState;
  readonly groups: readonly GroupState[];
  /** Which partitions are in the window, and how many cells fit, so that only their records are asked for. */
  readonly onShown: (partitions: readonly number[], cells: number) => void;
}

interface Pointed {
  readonly record: RecordCell;
  readonly left: number;
  readonly top: number;
}

/** A topic's partitions as logs; only those in the window are built, because there may be a hundred. */
export function LogView({ topic, groups, onShown }: LogViewProps) {
  const said = useWords(words);
  const list = useRef<HTMLDivElement>(null);
  const { scrollTop, width, height } = useWindowOf(list);
  const [active, setActive] = useState<CellPlace | undefined>();
  const [pointed, setPointed] = useState<Pointed | undefined>();
  const mustFocus = useRef(false);
  const tall = rowHeight(Math.min(groups.length, MOST_MARKS));
  const { from, to } = visibleRange(scrollTop, height, tall, topic.partitions.length);
  const fitting = Math.max(1, Math.floor((width - HEAD_WIDTH) / CELL_WIDTH));
  const rows = topic.partitions.slice(from, to);
  const first = rows.find(({ low, high }) => high > low);
  const entry = active ?? (first && { partition: first.partition, offset: first.high - 1 });
  const shownNames = rows.map(({ partition }) => partition).join(",");
  useEffect(
    () =>
      onShown(
        rows.map(({ partition }) => partition),
        fitting,
      ),
    [topic.name, shownNames, fitting],
  );
  useLayoutEffect(() => {
    if (!mustFocus.current || !active) return;
    mustFocus.current = false;
    cellAt(list.current, topic.name, active)?.focus();
  });

  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setPointed(undefined);
    const next = entry && nextCell(event.key, entry, topic.partitions, fitting);
    if (!next) return;
    event.preventDefault();
    mustFocus.current = true;
    setActive(next);
    showRow(
      list.current,
      topic.partitions.findIndex(({ partition }) => partition === next.partition),
      tall,
    );
  };
  const point = (record: RecordCell, element: Element) =>
    setPointed({ record, ...placeNear(element.getBoundingClientRect()) });
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      <div
        class="log"
        data-log
        ref={list}
        role="group"
        aria-label={`${said.log(topic.name)}. ${said.keysHelp}`}
        onKeyDown={press}
        onScroll={() => setPointed(undefined)}
      >
        <div class="log-rows" style={{ height: `${topic.partitions.length * tall}px` }}>
          {rows.map((partition, at) => (
            <PartitionRow
              key={partition.partition}
              topic={topic.name}
              partition={partition}
              groups={groups}
              fitting={fitting}
              top={(from + at) * tall}
              height={tall}
              entry={entry?.partition === partition.partition ? entry.offset : undefined}
              onPoint={(record, element) => {
                if (element.matches(":focus"))
                  setActive({ partition: partition.partition, offset: record.offset });
                point(record, element);
              }}
              onLeave={() => setPointed(undefined)}
            />
          ))}
        </div>
      </div>
      {pointed && <RecordBox {...pointed} />}
    </>
  );
}

/** The size and the scroll of an element, kept up to date. */
function useWindowOf(element: { readonly current: HTMLElement | null }) {
  const [window, setWindow] = useState({ scrollTop: 0, width: 600, height: 300 });
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const look = () => {
      const { scrollTop, clientWidth, clientHeight } = current;
      // A hidden picture keeps what it knew.
      if (clientWidth > 0) setWindow({ scrollTop, width: clientWidth, height: clientHeight });
    };
    const watch = new ResizeObserver(look);
    watch.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      watch.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, []);
  return window;
}

function cellAt(list: HTMLElement | null, topic: string, { partition, offset }: CellPlace) {
  const name = CSS.escape(`${topic}/${partition}/${offset}`);
  return list?.querySelector<HTMLElement>(`[data-cell="${name}"]`);
}

function showRow(list: HTMLElement | null, at: number, tall: number): void {
  if (!list || at < 0) return;
  const top = at * tall;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + tall > list.scrollTop + list.clientHeight) list.scrollTop = top + tall - list.clientHeight;
}
