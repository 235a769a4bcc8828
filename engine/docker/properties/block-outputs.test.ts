import { expect, test } from "vitest";
import { inSetOrder } from "./block-outputs.ts";

test("when blocks of a set are sorted, then a missing value comes after true and false", () => {
  const [open, no, yes] = [null, false, true].map((readOnly) => ({ readOnly, target: "/a" }));
  expect(inSetOrder([open, yes, no] as never)).toEqual([no, yes, open]);
});

test("when fields have names of two words, then the provider's names for them decide the order of comparison", () => {
  const [one, two] = [
    { noCopy: "2", normal: "1" },
    { noCopy: "1", normal: "2" },
  ];
  expect(inSetOrder([one, two])).toEqual([two, one]);
});
