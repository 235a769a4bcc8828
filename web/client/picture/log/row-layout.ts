import type { GroupState, PartitionState, RecordCell } from "../../../contract/kafka.ts";

/** One place of a log that is shown. */
export interface Cell {
  readonly offset: number;
  /** `gap`: there is no record here, as after compaction or at the end of a transaction; `unread`: not read yet. */
  readonly kind: "record" | "gap" | "unread";
  readonly record: RecordCell | undefined;
}

/** How far a group has come. */
export interface Mark {
  readonly group: string;
  /** Undefined while a member has the partition and has committed nothing yet; where it stands is not known then. */
  readonly committed: number | undefined;
  readonly lag: number | undefined;
  /** Before which cell it stands; the number of cells, where it has read all. */
  readonly at: number;
  /** It is before the first cell that is shown, or before the first record that is still there. */
  readonly isBefore: boolean;
  /** The member that reads this partition. */
  readonly owner: string | undefined;
}

export interface RowLayout {
  readonly cells: readonly Cell[];
  /** How many offsets are before the first cell. */
  readonly hidden: number;
  readonly marks: readonly Mark[];
}

/** Lays out the newest part of a partition's log: as many cells as fit, and the groups' marks on them. */
export function layoutRow(
  topic: string,
  partition: PartitionState,
  groups: readonly GroupState[],
  fitting: number,
): RowLayout {
  const { low, high, latest } = partition;
  const first = Math.max(low, high - Math.max(1, fitting));
  const records = new Map(latest.map((record) => [record.offset, record]));
  const known = latest[0]?.offset ?? high;
  const cells = Array.from({ length: Math.max(0, high - first) }, (_, at): Cell => {
    const offset = first + at;
    const record = records.get(offset);
    return { offset, record, kind: record ? "record" : offset > known ? "gap" : "unread" };
  });
  const marks = groups.flatMap((group) => markOf(topic, partition.partition, group, first, cells.length));
  return { cells, hidden: first - low, marks };
}

function markOf(topic: string, partition: number, group: GroupState, first: number, count: number): Mark[] {
  const position = group.positions.find((each) => each.topic === topic && each.partition === partition);
  const { committed, lag } = position ?? { committed: undefined, lag: undefined };
  const owner = ownerOf(topic, partition, group);
  if (committed === undefined && owner === undefined) return [];
  const place = committed === undefined ? 0 : committed - first;
  const at = Math.min(Math.max(0, place), count);
  return [{ group: group.name, committed, lag, at, isBefore: place < 0, owner }];
}

/** Who reads a partition in a group. */
export function ownerOf(topic: string, partition: number, { members }: GroupState): string | undefined {
  const owns = (member: GroupState["members"][number]) =>
    member.partitions.some(([name, number]) => name === topic && number === partition);
  return members.find(owns)?.clientId;
}

/** The groups that have to do with a topic: with a position in it, or a member that reads it. */
export function groupsOf(topic: string, groups: readonly GroupState[]): GroupState[] {
  return groups.filter(
    ({ positions, members }) =>
      positions.some((each) => each.topic === topic) ||
      members.some(({ partitions }) => partitions.some(([name]) => name === topic)),
  );
}
