import { expect, test } from "vitest";
import type { PartitionState } from "../../../contract/kafka.ts";
import { nextCell } from "./next-cell.ts";

const row = (partition: number, low: number, high: number): PartitionState => ({
  partition,
  leader: 1,
  replicas: [1],
  isr: [1],
  low,
  high,
  latest: [],
});
const rows = [row(0, 0, 10), row(1, 0, 0), row(2, 4, 6)];
const go = (key: string, partition: number, offset: number) => nextCell(key, { partition, offset }, rows, 4);

test("when an arrow points along the log, then it goes to the next offset, and not beyond what is shown", () => {
  expect(go("ArrowRight", 0, 7)).toEqual({ partition: 0, offset: 8 });
  expect(go("ArrowRight", 0, 9)).toBeUndefined();
  expect(go("ArrowLeft", 0, 6)).toBeUndefined();
  expect(go("Home", 0, 9)).toEqual({ partition: 0, offset: 6 });
});

test("when an arrow points down, then it skips empty partitions, and stays inside the log", () => {
  expect(go("ArrowDown", 0, 9)).toEqual({ partition: 2, offset: 5 });
  expect(go("ArrowUp", 2, 4)).toEqual({ partition: 0, offset: 6 });
  expect(go("ArrowDown", 2, 4)).toBeUndefined();
  expect(go("x", 0, 7)).toBeUndefined();
});
