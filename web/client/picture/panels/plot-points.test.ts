import { expect, test } from "vitest";
import { plotLines } from "./plot-points.ts";

const size = { width: 100, height: 50 };

test("when a lag was measured, then its highest value touches the top, and a pause ends the line", () => {
  const samples = [
    { atMs: 0, lag: 0 },
    { atMs: 1_000, lag: 10 },
    { atMs: 2_000, lag: undefined },
    { atMs: 4_000, lag: 5 },
  ];
  expect(plotLines(samples, size)).toEqual({ most: 10, lines: ["0,50 25,0", "100,25"] });
});

test("when there is no lag, or nothing was measured, then the plot is flat or empty", () => {
  expect(plotLines([{ atMs: 5, lag: 0 }], size).lines).toEqual(["0,50"]);
  expect(plotLines([], size)).toEqual({ most: 1, lines: [] });
});
