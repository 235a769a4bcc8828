import fc from "fast-check";
import { expect, test } from "vitest";
import { countsLine, cut, type Row, rowText, wrapped } from "./rows.ts";

const row: Row = {
  urn: `urn:pulumi:dev::lab::docker:index/container:Container::${"long-name-".repeat(9)}`,
  op: "create",
  state: "running",
  doing: "creating",
  startedMs: 0,
  seconds: 0,
  status: "health: starting",
};

test("when names are long, then a row still fits the terminal", () => {
  expect(rowText(row, 79, 1_000).length).toBeLessThanOrEqual(79);
  expect(cut("short", 79)).toBe("short");
});

test("when a step failed, then the counts say so and do not call it done", () => {
  expect(countsLine({ create: 1, same: 2 }, 2, 0)).toBe("1 created, 2 unchanged, 2 failed");
  expect(countsLine({ delete: 1 }, 1, 3)).toBe("1 deleted, 1 failed, 3 left for the next run");
  expect(countsLine({}, 0, 0)).toBe("nothing to do");
});

test("when steps are only planned, then the counts say what is to be done, and what stays unchanged", () => {
  const summary = { create: 3, replace: 1, same: 4 };
  expect(countsLine(summary, 0, 0, true)).toBe("+ 3 to create, ± 1 to replace, 4 unchanged");
  expect(countsLine({ same: 4 }, 0, 0, true)).toBe("4 unchanged");
});

test("when a message is wider than the terminal, then it breaks between words and loses none", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      const lines = wrapped(words.join(" "), 20);
      expect(lines.every((line) => line.length <= 20)).toBe(true);
      expect(lines.join(" ")).toBe(words.join(" "));
    }),
  );
});

test("when an indented line is broken, then the next line has the same indentation", () => {
  expect(wrapped("  said:\n    one two three", 14)).toEqual(["  said:", "    one two", "    three"]);
});
