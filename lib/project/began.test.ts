import { afterEach, beforeEach, expect, test, vi } from "vitest";

// Where these tests were the first command of a new clone, it is there.
beforeEach(() => vi.stubEnv("KAFKA_LAB_BEGAN_MS", undefined));
afterEach(() => vi.unstubAllEnvs());

test("when the bootstrap says when it began, then the command began then, and what it starts does not", async () => {
  vi.stubEnv("KAFKA_LAB_BEGAN_MS", "1000.5");
  expect(await began()).toBe(1000.5);
  expect(process.env.KAFKA_LAB_BEGAN_MS).toBeUndefined();
});

test("when nothing was installed for it, then a command began with its process", async () => {
  expect(await began()).toBe(performance.timeOrigin);
});

async function began() {
  vi.resetModules();
  return (await import("./began.ts")).beganMs;
}
