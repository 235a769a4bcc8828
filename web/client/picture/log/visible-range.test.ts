import { expect, test } from "vitest";
import { visibleRange } from "./visible-range.ts";

test("when a topic has a hundred partitions, then only those in the window are built, and a few around them", () => {
  expect(visibleRange(0, 300, 60, 100)).toEqual({ from: 0, to: 7 });
  expect(visibleRange(3_000, 300, 60, 100)).toEqual({ from: 48, to: 57 });
  expect(visibleRange(5_700, 300, 60, 100)).toEqual({ from: 93, to: 100 });
});

test("when there are fewer partitions than before, then the range is still inside", () => {
  expect(visibleRange(5_700, 300, 60, 3)).toEqual({ from: 3, to: 3 });
  expect(visibleRange(0, 0, 60, 0)).toEqual({ from: 0, to: 0 });
});
