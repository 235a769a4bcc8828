import { expect, test } from "vitest";
import { runVitest } from "./run-step.ts";

test("when a suite is empty, as after a folder is renamed, then that is a failure", async () => {
  const { passed, failed, failures, output } = await runVitest("unit", {
    env: { PATH: process.env.PATH },
    heldBack: true,
    files: ["scripts/test/no-such-file"],
  });
  expect(output).toContain("No test files found");
  expect([passed, failed]).toEqual([0, 1]);
  expect(failures?.join()).toContain("No test files found");
}, 60_000);
