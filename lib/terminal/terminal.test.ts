import { describe, expect, test } from "vitest";
import { formatTable } from "./terminal.ts";

describe("formatTable", () => {
  test("when rows differ in length, then columns are as wide as their longest cell", () => {
    expect(
      formatTable([
        ["a", "1"],
        ["long", "2"],
      ]),
    ).toBe("a     1\nlong  2");
  });

  test("when the last cell is too long, then it goes on below itself", () => {
    const text = formatTable([["name", "one two three four five six"]], 20);
    expect(text).toBe("name  one two three four\n      five six");
  });

  test("when a row is shorter than the others, then there is nothing at its end", () => {
    expect(formatTable([["a", "b", "c"], ["d"]])).toBe("a  b  c\nd");
  });

  test("when there are no rows, then there is no text", () => {
    expect(formatTable([])).toBe("");
  });
});
