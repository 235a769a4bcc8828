import { expect, test } from "vitest";
import { createSlices } from "./slices.ts";

test("when slices are quiet, then their figures are kept by name", async () => {
  const { samples, counts, take } = createSlices(1);
  await take(async () => ({ "p50 ms": 1, "a second": 10 }));
  await take(async () => ({ "p50 ms": 2 }));
  expect(samples).toEqual({ "p50 ms": [1, 2], "a second": [10] });
  expect(counts).toEqual({ taken: 2, leftOut: 0 });
});

test("when other machines took more of the processor than allowed, then the slice is left out, and counted", async () => {
  const times = [100, 200, 300, 400].map((all, index) => ({ all, stolen: [0, 2, 2, 5][index] ?? 0 }));
  const { samples, counts, take } = createSlices(0.02, () => times.shift() ?? { all: 0, stolen: 0 });
  await take(async () => ({ "p50 ms": 1 }));
  await take(async () => ({ "p50 ms": 2 }));
  expect(samples).toEqual({ "p50 ms": [1] });
  expect(counts).toEqual({ taken: 2, leftOut: 1 });
});
