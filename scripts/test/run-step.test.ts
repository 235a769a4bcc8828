import { expect, test } from "vitest";
import { lastWords, runVitest } from "./run-step.ts";

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

test("when a setup throws, then the error itself is named, and not only the lines after it", () => {
  const frames = Array.from({ length: 20 }, (_, index) => `❯ frame ${index}`);
  const output = ["✓ a test", "Error: expected it to be free, saw service-a", ...frames].join("\n");
  expect(lastWords(output).split("\n")[0]).toBe("Error: expected it to be free, saw service-a");
  expect(lastWords(["one", "two"].join("\n"))).toBe("one\ntwo");
});
