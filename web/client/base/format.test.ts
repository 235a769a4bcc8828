import { expect, test } from "vitest";
import { formatDuration } from "./format.ts";

test("when a duration is shown, then hours appear only when there are some", () => {
  expect([0, 247_000, 3_729_999].map(formatDuration)).toEqual(["0:00", "4:07", "1:02:09"]);
});
