import { expect, test } from "vitest";
import { nextIndex } from "./next-index.ts";

test("when an arrow is pressed at an end, then it goes on at the other", () => {
  expect(nextIndex("ArrowLeft", 0, 3, "horizontal")).toBe(2);
  expect(nextIndex("ArrowDown", 2, 3, "vertical")).toBe(0);
  expect(nextIndex("ArrowDown", 2, 3, "horizontal")).toBeUndefined();
  expect(nextIndex("Home", 2, 0, "horizontal")).toBeUndefined();
});
