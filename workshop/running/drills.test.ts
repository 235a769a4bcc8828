import { expect, test } from "vitest";
import { withResult } from "./drills.ts";

test("when a drill is repaired again, then its last repair is kept, and the fastest time", () => {
  const repair = (seconds: number) => ({ seconds, hints: 0 });
  const once = withResult({ other: repair(1) }, "kafka", repair(100));
  expect(once).toEqual({ other: repair(1), kafka: { ...repair(100), bestSeconds: 100 } });
  const slower = withResult(once, "kafka", repair(300));
  expect(slower.kafka).toEqual({ ...repair(300), bestSeconds: 100 });
  expect(withResult(slower, "kafka", repair(50)).kafka?.bestSeconds).toBe(50);
  expect(withResult({ kafka: repair(20) }, "kafka", repair(30)).kafka?.bestSeconds).toBe(20);
});
