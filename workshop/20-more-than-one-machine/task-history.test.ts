import { expect, test } from "vitest";
import { lostHosts, rollingUpdates, type Task, wasRolledBack } from "./task-history.ts";

const task = (service: string, slot: number, createdMs: number, more: Partial<Task> = {}): Task => ({
  service,
  slot,
  createdMs,
  node: "kafka-lab-3",
  state: "shutdown",
  exitCode: 0,
  hasContainer: true,
  sinceMs: createdMs + 5,
  version: "first",
  ...more,
});
const refused = { state: "rejected", hasContainer: false };

test("when a host has died, then its broker was missed until it ran there again", () => {
  const dead = task("kafka-3", 1, 0, { state: "failed", exitCode: 255 });
  const next = [task("kafka-3", 1, 60, refused), task("kafka-3", 1, 80, { state: "running", sinceMs: 90 })];
  expect(lostHosts([dead, ...next])).toEqual([{ fromMs: 60, toMs: 90 }]);
  expect(lostHosts([dead])).toEqual([]);
});

test("when a broker was only replaced, or a host only cut off, then none has died", () => {
  expect(lostHosts([task("kafka-3", 1, 0), task("kafka-3", 1, 60, { state: "running" })])).toEqual([]);
});

test("when two places got another version, then it was an update, from the one to the other", () => {
  const before = [task("service-a", 1, 0), task("service-a", 2, 1)];
  const second = { version: "second" };
  const after = [task("service-a", 1, 100, second), task("service-a", 2, 110, second)];
  const added = task("service-a", 3, 500, second);
  expect(rollingUpdates([...before, ...after, added], "service-a")).toEqual([{ fromMs: 100, toMs: 110 }]);
  expect(rollingUpdates(before, "service-a")).toEqual([]);
  expect(rollingUpdates([...before, after[0] as Task, added], "service-a")).toEqual([]);
});

test("when a task has moved to another node, then nothing was updated", () => {
  const moved = task("service-a", 1, 60, { node: "kafka-lab-1" });
  expect(rollingUpdates([task("service-a", 1, 0), task("service-a", 2, 1), moved], "service-a")).toEqual([]);
});

test("when a version has failed and the former one is there again, then it was rolled back", () => {
  const bad = task("service-a", 2, 100, { state: "failed", exitCode: 1, version: "bad" });
  const history = [task("service-a", 2, 0), bad];
  expect(wasRolledBack([...history, task("service-a", 2, 105)], "service-a")).toBe(true);
  expect(wasRolledBack([...history, task("service-a", 2, 105, { version: "third" })], "service-a")).toBe(
    false,
  );
  expect(wasRolledBack(history, "service-a")).toBe(false);
});
