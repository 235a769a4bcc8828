import { expect, test } from "vitest";
import { hintParts } from "./hint-parts.ts";

test("when a hint has indented lines, then they are commands, and the lines around them paragraphs", () => {
  expect(hintParts("Look at\nthe broker.\n\n  docker ps\n  ./lab up\nThen again.")).toEqual([
    { kind: "text", text: "Look at the broker." },
    { kind: "command", text: "docker ps\n./lab up" },
    { kind: "text", text: "Then again." },
  ]);
});
