import { expect, test } from "vitest";
import { parseHeaders } from "./parse-headers.ts";

test("when headers are written one a line, then each is a name and a value, which may have colons", () => {
  expect(parseHeaders("a: 1\n\n b : x:y \nc:")).toEqual({
    headers: [
      ["a", "1"],
      ["b", "x:y"],
      ["c", ""],
    ],
  });
});

test("when a line has no name or no colon, then it is said which one", () => {
  expect(parseHeaders("a: 1\nno colon")).toEqual({ wrong: "no colon" });
  expect(parseHeaders(": 1")).toEqual({ wrong: ": 1" });
});
