import { expect, test } from "vitest";
import { rangesOf } from "./ranges.ts";

test("when a client has many partitions, then neighbours are written as one", () => {
  expect(rangesOf([2, 0, 1, 5, 10, 9])).toBe("0–2, 5, 9–10");
  expect(rangesOf([])).toBe("");
});
