import { expect, test } from "vitest";
import { editsBetween } from "./edits.ts";

const edits = (old: string, wanted: string) =>
  editsBetween([...old], [...wanted], (one, other) => one === other);

test.each([
  ["", "", [], []],
  ["abc", "abc", [], []],
  ["abc", "axbc", [], [1]],
  ["abc", "ac", [1], []],
  ["abc", "axc", [1], [1]],
  ["", "ab", [], [0, 1]],
  ["ab", "", [0, 1], []],
])("when %j becomes %j, then only what changed is told", (old, wanted, gone, come) => {
  expect(edits(old, wanted)).toEqual({ gone, come });
});
