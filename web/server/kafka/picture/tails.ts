import type { RecordCell } from "../../../contract/kafka.ts";
import type { Fetched, StoredRecord } from "../brokers/fetch-records.ts";
import { type Bounds, nameOf, type PartitionName } from "../brokers/offsets.ts";
import { errorCodes } from "../brokers/protocol.ts";
import { recordCell } from "../records/record-cell.ts";
import { CELL_CHARACTERS } from "../records/safe-text.ts";
import type { Shown } from "./view.ts";

interface Tail extends PartitionName {
  /** Where to read on; undefined until the bounds are known. */
  next: number | undefined;
  cells: RecordCell[];
  /** Not to be read before somebody has looked again at who leads it. */
  isHeld: boolean;
  /** How often nothing came although there is something. */
  emptyAnswers: number;
}

/** The newest records of the partitions that the page shows, and where each is to be read on. */
export interface Tails {
  /** Says what is shown now, and which offsets there are; reading begins anew in a topic that was made anew. */
  show(shown: Shown, bounds: ReadonlyMap<string, Bounds>): void;
  /** Of these partitions, those that can be read, and from which offset. */
  toRead(among: readonly PartitionName[]): (PartitionName & { readonly offset: number })[];
  readonly shown: () => readonly PartitionName[];
  /** Keeps what was read. Whether anything is new. */
  take(fetched: readonly Fetched[]): boolean;
  /** Oldest first. */
  cellsOf(partition: PartitionName): readonly RecordCell[];
  clear(): void;
}

export function createTails(): Tails {
  let tails = new Map<string, Tail>();
  let cells = 0;

  function show(shown: Shown, bounds: ReadonlyMap<string, Bounds>): void {
    const isMore = shown.cells > cells;
    cells = shown.cells;
    tails = new Map(
      shown.partitions.map((partition) => {
        const name = nameOf(partition);
        const tail = tails.get(name) ?? newTail(partition);
        // Older ones are wanted too; those that are there stay meanwhile.
        if (isMore) tail.next = undefined;
        return [name, fitted(tail, bounds.get(name))];
      }),
    );
  }

  /** As many as are shown, and as many again, because some may be control records or of no committed transaction. */
  function fitted(tail: Tail, bounds: Bounds | undefined): Tail {
    tail.isHeld = false;
    if (!bounds) return tail;
    const { low, high } = bounds;
    tail.next = Math.max(low, tail.next ?? high - 2 * cells);
    tail.cells = tail.cells.filter(({ offset }) => offset >= low).slice(-cells);
    return tail;
  }

  function takeOne({ from, records, next, end, errorCode, ...partition }: Fetched): boolean {
    const tail = tails.get(nameOf(partition));
    // An answer may be about what was shown before.
    if (tail?.next === undefined || tail.next !== from) return false;
    if (errorCode !== 0) {
      tail.isHeld = true;
      if (!isAnew(errorCode)) return false;
      tail.next = undefined;
      tail.cells = [];
      return true;
    }
    const fresh = records.slice(-cells);
    tail.cells = merged(tail.cells, fresh).slice(-cells);
    tail.next = Math.max(from, next);
    countEmpty(tail, tail.next === from && end > from);
    if (end - tail.next <= 2 * cells) return fresh.length > 0;
    // Far behind: what comes between will never be seen.
    tail.next = end - cells;
    tail.cells = [];
    return true;
  }

  return {
    show,
    toRead: (among) => {
      const found = among
        .map((partition) => tails.get(nameOf(partition)))
        .filter((tail) => tail?.next !== undefined && !tail.isHeld) as (Tail & { next: number })[];
      // Its batch is larger than its share of an answer; alone, it comes whole.
      const large = found.find(({ emptyAnswers }) => emptyAnswers > 0);
      const wanted = large ? [large] : found;
      return wanted.map(({ topic, partition, next }) => ({ topic, partition, offset: next }));
    },
    shown: () => [...tails.values()].map(({ topic, partition }) => ({ topic, partition })),
    // Each, and not only up to the first that has something.
    take: (fetched) => fetched.map(takeOne).includes(true),
    cellsOf: (partition) => tails.get(nameOf(partition))?.cells ?? [],
    clear: () => {
      tails = new Map();
    },
  };
}

/** By their offsets; some may be there already. */
function merged(cells: readonly RecordCell[], records: readonly StoredRecord[]): RecordCell[] {
  const all = new Map(cells.map((cell) => [cell.offset, cell]));
  for (const record of records) all.set(record.offset, recordCell(record, CELL_CHARACTERS));
  return [...all.values()].toSorted((a, b) => a.offset - b.offset);
}

/** The topic was made anew, or what was to be read next is deleted. */
function isAnew(errorCode: number): boolean {
  return errorCode === errorCodes.offsetOutOfRange || errorCode === errorCodes.unknownTopicOrPartition;
}

/** Even alone nothing comes: of that batch compaction has left no record. */
function countEmpty(tail: Tail, isEmpty: boolean): void {
  tail.emptyAnswers = isEmpty ? tail.emptyAnswers + 1 : 0;
  if (tail.emptyAnswers < 2 || tail.next === undefined) return;
  tail.next += 1;
  tail.emptyAnswers = 1;
}

function newTail({ topic, partition }: PartitionName): Tail {
  return { topic, partition, next: undefined, cells: [], isHeld: false, emptyAnswers: 0 };
}
