import { expect, test } from "vitest";
import { quotedForShell } from "./quoted.ts";

test("when a note has quotes, or what a shell would run, then it is still one word", () => {
  expect(quotedForShell("it's $(rm x)\nnow")).toBe(`'it'\\''s $(rm x) now'`);
});
