import { expect, test } from "vitest";
import type { GroupState, PartitionState } from "../../../contract/kafka.ts";
import { groupsOf, layoutRow } from "./row-layout.ts";

const record = (offset: number) => ({ offset, key: null, value: "", headers: [], timestampMs: 0 });
const partition = (low: number, high: number, offsets: number[]): PartitionState => ({
  partition: 0,
  leader: 1,
  replicas: [1],
  isr: [1],
  low,
  high,
  latest: offsets.map(record),
});
const group = (committed: number | undefined, lag?: number): GroupState => ({
  name: "g",
  state: "Stable",
  members: [{ clientId: "service-b", partitions: [["t", 0]] }],
  positions: [{ topic: "t", partition: 0, committed, lag }],
});
const layout = (of: PartitionState, groups: GroupState[] = [], fitting = 4) =>
  layoutRow("t", of, groups, fitting);

test("when a log is longer than the row, then its newest cells are shown, and how many are not", () => {
  const { cells, hidden } = layout(partition(2, 12, [8, 9, 10, 11]));
  expect(cells.map(({ offset }) => offset)).toEqual([8, 9, 10, 11]);
  expect(hidden).toBe(6);
});

test("when a partition is empty, then it has no cells", () => {
  expect(layout(partition(5, 5, []))).toEqual({ cells: [], hidden: 0, marks: [] });
});

test("when an offset between records has none, then it is a gap; one before those that were read is unread", () => {
  const { cells } = layout(partition(0, 4, [1, 3]));
  expect(cells.map(({ kind }) => kind)).toEqual(["unread", "record", "gap", "record"]);
});

test("when no record of a partition was sent yet, then none of its cells is a gap", () => {
  expect(layout(partition(0, 2, [])).cells.map(({ kind }) => kind)).toEqual(["unread", "unread"]);
});

test("when a group has committed, then its mark stands before the record that it reads next", () => {
  const [mark] = layout(partition(0, 10, []), [group(8, 2)]).marks;
  expect(mark).toMatchObject({ at: 2, isBefore: false, lag: 2, owner: "service-b" });
  expect(layout(partition(0, 10, []), [group(10, 0)]).marks[0]?.at).toBe(4);
});

test("when a group is further back than what is shown, then its mark stands at the beginning and says so", () => {
  expect(layout(partition(0, 10, []), [group(1, 9)]).marks[0]).toMatchObject({ at: 0, isBefore: true });
});

test("when a member has committed nothing yet, then its mark says only that it has the partition", () => {
  expect(layout(partition(0, 10, []), [group(undefined)]).marks).toEqual([
    { group: "g", committed: undefined, lag: undefined, at: 0, isBefore: false, owner: "service-b" },
  ]);
});

test("when a group has committed nothing and nobody reads, then it has no mark, but it belongs to the topic", () => {
  const left = { ...group(undefined), members: [] };
  expect(layout(partition(0, 10, []), [left]).marks).toEqual([]);
  expect(groupsOf("t", [left])).toHaveLength(1);
  expect(groupsOf("other", [group(3)])).toEqual([]);
});
