import { expect, test } from "vitest";
import { inSetOrder } from "./block-outputs.ts";

test("when blocks of a set are put in order, then what is not given comes after true and false", () => {
  const [open, no, yes] = [null, false, true].map((readOnly) => ({ readOnly, target: "/a" }));
  expect(inSetOrder([open, yes, no] as never)).toEqual([no, yes, open]);
});

test("when fields have names of two words, then the provider's names for them decide which is compared first", () => {
  const [one, two] = [
    { noCopy: "2", normal: "1" },
    { noCopy: "1", normal: "2" },
  ];
  expect(inSetOrder([one, two])).toEqual([two, one]);
});
