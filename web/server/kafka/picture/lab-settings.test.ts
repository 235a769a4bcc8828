import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { LabConfig } from "../../../../lib/project/lab-config.ts";
import { openLabSettings } from "./lab-settings.ts";

test("when a file of the settings changes, then they are read anew, and otherwise not", () => {
  const dir = mkdtempSync(join(tmpdir(), "lab-settings-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, "Pulumi.dev.yaml");
  writeFileSync(file, "");
  let reads = 0;
  const settings = openLabSettings(dir, () => ({
    config: { stack: "dev", kafkaPort: ++reads } as LabConfig,
  }));
  const port = () => (settings() as { config: LabConfig }).config.kafkaPort;
  expect([port(), port()]).toEqual([1, 1]);
  utimesSync(file, 1, 1);
  expect([port(), port()]).toEqual([2, 2]);
});

test("when there is no project, then that is said and nothing is thrown", () => {
  const dir = mkdtempSync(join(tmpdir(), "lab-settings-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  expect(openLabSettings(dir)()).toHaveProperty("fault");
});
