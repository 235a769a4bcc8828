import type { PartitionState } from "../../../contract/kafka.ts";

export interface CellPlace {
  readonly partition: number;
  readonly offset: number;
}

/** Where an arrow leads from a cell: along the log, or to the same place in the next partition. Undefined: nowhere. */
export function nextCell(
  key: string,
  from: CellPlace,
  partitions: readonly PartitionState[],
  fitting: number,
): CellPlace | undefined {
  const at = partitions.findIndex(({ partition }) => partition === from.partition);
  const row = partitions[at];
  if (!row) return undefined;
  const { first, last } = shownOf(row, fitting);
  const inRow = (offset: number) =>
    offset >= first && offset <= last ? { partition: from.partition, offset } : undefined;
  if (key === "ArrowLeft") return inRow(from.offset - 1);
  if (key === "ArrowRight") return inRow(from.offset + 1);
  if (key === "Home") return inRow(first);
  if (key === "End") return inRow(last);
  if (key === "ArrowUp") return besides(partitions.slice(0, at).toReversed(), from.offset - first, fitting);
  if (key === "ArrowDown") return besides(partitions.slice(at + 1), from.offset - first, fitting);
  return undefined;
}

/** In the first of these partitions that has a record. */
function besides(rows: readonly PartitionState[], place: number, fitting: number): CellPlace | undefined {
  const row = rows.find(({ low, high }) => high > low);
  if (!row) return undefined;
  const { first, last } = shownOf(row, fitting);
  return { partition: row.partition, offset: Math.min(last, first + place) };
}

function shownOf({ low, high }: PartitionState, fitting: number) {
  return { first: Math.max(low, high - Math.max(1, fitting)), last: high - 1 };
}
