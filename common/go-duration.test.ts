import { expect, test } from "vitest";
import { goDuration, parseGoDuration } from "./go-duration.ts";

test.each([
  ["0s", 0],
  ["500ms", 5e8],
  ["1.5s", 1.5e9],
  ["1m0s", 6e10],
  ["1m30s", 9e10],
  ["1h0m0.5s", 3.6005e12],
])("when a duration is %s, then it is %d nanoseconds, and back", (text, ns) => {
  expect(parseGoDuration(text)).toBe(ns);
  expect(goDuration(ns)).toBe(text);
});

test.each([
  [".5s", 5e8],
  ["1.s", 1e9],
])("when a program writes %s, then it is read as Go reads it", (text, ns) => {
  expect(parseGoDuration(text)).toBe(ns);
});

test.each(["", "5", "five seconds", "1s2", "-1s"])("when %j is given, then it is not a duration", (text) => {
  expect(parseGoDuration(text)).toBeUndefined();
});
