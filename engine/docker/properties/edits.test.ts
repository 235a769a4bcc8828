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
])("when %j becomes %j, then only the changes are reported", (old, wanted, removed, added) => {
  expect(edits(old, wanted)).toEqual({ removed, added });
});
