import { expect, test } from "vitest";
import { KEY_COLORS, keyColor } from "./key-color.ts";

test("when a key is shown again, then in the same color; without a key there is none", () => {
  expect(keyColor("alice")).toBe(keyColor("alice"));
  expect(keyColor(null)).toBeUndefined();
});

test("when keys are like those of the lessons, then they get several colors", () => {
  const colors = ["alice", "bob", "carol", "dave", ""].map((key) => keyColor(key) ?? -1);
  expect(Math.min(...colors)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...colors)).toBeLessThan(KEY_COLORS);
  expect(new Set(colors).size).toBeGreaterThan(2);
});
