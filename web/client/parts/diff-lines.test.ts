import { expect, test } from "vitest";
import { diffLines } from "./diff-lines.ts";

test("when a diff is shown, then its head is left out, and a removed line that begins with -- is none", () => {
  const diff = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n--- two\n+TWO\n\\ No newline at end of file\n";
  expect(diffLines(diff).map(({ kind }) => kind)).toEqual(["place", "same", "removed", "added", "place"]);
});

test("when nothing differs, then there are no lines", () => {
  expect(diffLines("")).toEqual([]);
});
