import { expect, test } from "vitest";
import { LEAST, MOST, shareAfterKey, shareAt } from "./split-share.ts";

test("when the pointer moves, then the border follows, and no pane vanishes", () => {
  expect(shareAt(150, 100, 200)).toBe(25);
  expect(shareAt(0, 100, 200)).toBe(LEAST);
  expect(shareAt(900, 100, 200)).toBe(MOST);
  expect(shareAt(10, 0, 0)).toBe(50);
});

test("when a key is pressed, then the border moves by a step, or is left alone", () => {
  expect(shareAfterKey("ArrowRight", 50, false)).toBe(52);
  expect(shareAfterKey("ArrowUp", 50, true)).toBe(40);
  expect(shareAfterKey("End", 50, false)).toBe(MOST);
  expect(shareAfterKey("a", 50, false)).toBeUndefined();
});
