import { expect, test } from "vitest";
import { compareOutput, hasPrinted } from "./expected-output.ts";

test.each([
  ["the same", "a\nb", "a\nb\n"],
  ["an ellipsis in a line", "Message '…' sent @…", "Message 'x' sent @12"],
  ["an ellipsis in the middle twice", "a … c … e", "a b c d e"],
  ["lines left out", "…\nb\n…", "1\n2\nb\n3"],
  ["no lines where some were allowed", "…\nb", "b"],
  ["empty lines around it", "a", "\n\na  \n\n"],
])("when what was printed has %s, then it is as expected", (_, expected, printed) => {
  expect(compareOutput(expected, printed)).toBeUndefined();
});

test.each([
  ["another line", "a\nb", "a\nc"],
  ["a line more", "a", "a\nb"],
  ["a line less", "a\nb", "a"],
  ["nothing", "a", ""],
  ["the wrong end", "a…z", "a b"],
  ["overlapping ends", "ab…bc", "abc"],
  ["the lines in another order", "…\na\n…\nb\n…", "b\na"],
])("when what was printed has %s, then both are shown", (_, expected, printed) => {
  expect(compareOutput(expected, printed)).toContain("printed");
});

test("when output goes on, then the text may be anywhere in it", () => {
  expect(hasPrinted("ready on …", "starting\nready on 5101\nmore")).toBe(true);
  expect(hasPrinted("ready on …", "starting")).toBe(false);
});
