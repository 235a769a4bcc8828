import { expect, test } from "vitest";
import { parseForegroundGroup } from "./foreground-group.ts";

test("when a shell has a terminal, then its foreground group is found, whatever its name is", () => {
  expect(parseForegroundGroup("10 (bash) S 1 10 10 34816 4711 4194304")).toBe(4711);
  expect(parseForegroundGroup("10 (a) b) c) S 1 10 10 34816 4711 4194304")).toBe(4711);
});

test.each(["", "10 (bash) S 1 10 10 0 -1 0", "10 (bash) S 1 10 10 0 1 0", "10 (bash) S 1 10 10 0 0 0"])(
  "when it has none, then there is none: %j",
  (stat) => expect(parseForegroundGroup(stat)).toBeUndefined(),
);
