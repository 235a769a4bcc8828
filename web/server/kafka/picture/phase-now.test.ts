import { expect, test, vi } from "vitest";
import type { Phase } from "../../../../lib/migration/phase.ts";
import type { LabConfig } from "../../../../lib/project/lab-config.ts";
import { openPhaseNow } from "./phase-now.ts";

const settings = (migration: string) => ({ config: { migration } as LabConfig });
const seen: Phase = {
  reached: "brokers",
  wanted: "kraft",
  isThere: false,
  next: "done",
  active: { kind: "controller", id: 101, lag: 2 },
  migrated: 1,
  brokers: 1,
  truth: "copied",
};

test("when a lab migrates, then its phase is looked at once at a time, and forgotten when it migrates no more", async () => {
  const look = vi.fn(async () => seen);
  const phase = openPhaseNow(look);
  phase.look(settings("none"));
  expect(look).not.toHaveBeenCalled();
  phase.look(settings("kraft"));
  phase.look(settings("kraft"));
  await vi.waitFor(() => expect(phase.now()).toEqual(seen));
  phase.look(settings("kraft"));
  expect(look).toHaveBeenCalledTimes(1);
  phase.look(settings("none"));
  expect(phase.now()).toBeUndefined();
});

test("when nothing answers, then no phase is known, and the next look may find one", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const look = vi.fn(async () => seen);
  look.mockRejectedValueOnce(new Error("no engine"));
  const phase = openPhaseNow(look);
  phase.look(settings("brokers"));
  await Promise.resolve();
  await new Promise(setImmediate);
  expect(phase.now()).toBeUndefined();
  vi.advanceTimersByTime(5_000);
  phase.look(settings("brokers"));
  await vi.waitFor(() => expect(phase.now()).toEqual(seen));
  vi.useRealTimers();
});
