import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { runOperation } from "../run.ts";
import { parallelism, refuseUnsupportedEnvironment } from "./environment.ts";

const kept = { ...process.env };
afterEach(() => {
  process.env = { ...kept };
});

test.each<[string, string]>([
  ["PULUMI_CONTINUE_ON_ERROR", "true"],
  ["PULUMI_DIY_BACKEND_GZIP", "1"],
  ["PULUMI_SELF_MANAGED_STATE_GZIP", "true"],
  ["PULUMI_DIY_BACKEND_ZSTD", "True"],
  ["PULUMI_RETAIN_CHECKPOINTS", "true"],
  ["PULUMI_RUN_PROGRAM", "true"],
  ["PULUMI_DEBUG_PROVIDERS", "docker:1234"],
  ["PULUMI_OPTION_TARGET", "urn:pulumi:dev::p::a:b:C::d"],
  ["PULUMI_OPTION_CONFIG_FILE", "/tmp/x.yaml"],
  ["PULUMI_PARALLEL", "many"],
])(
  "when %s is %s, then an operation is refused and names it, and nothing is written",
  async (name, value) => {
    const projectDir = mkdtempSync(join(tmpdir(), "environment-"));
    onTestFinished(() => rmSync(projectDir, { recursive: true }));
    const state = join(projectDir, "state");
    writeFileSync(
      join(projectDir, "Pulumi.yaml"),
      `name: p\nruntime: nodejs\nbackend: {url: "file://${state}"}\n`,
    );
    writeFileSync(join(projectDir, "Pulumi.s.yaml"), "");
    process.env[name] = value;
    const { exitCode, errors } = await runOperation({
      operation: "destroy",
      projectDir,
      stack: "s",
      quiet: true,
    });
    expect(exitCode).toBe(1);
    expect(errors.join()).toMatch(new RegExp(`^${name}\\b`));
    expect(existsSync(state)).toBe(false);
  },
);

test("when a variable changes nothing here, then it is ignored", () => {
  const harmless = {
    PULUMI_DIY_BACKEND_GZIP: "false",
    PULUMI_DIY_BACKEND_PARALLEL: "4",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_OPTION_COLOR: "never",
    PULUMI_OPTION_REFRESH: "false",
    PULUMI_RUN_PROGRAM: "true",
  };
  expect(() => refuseUnsupportedEnvironment("up", harmless)).not.toThrow();
});

test("when PULUMI_PARALLEL is a number, then that many steps run at once", () => {
  expect(parallelism(16, { PULUMI_PARALLEL: "1" })).toBe(1);
  expect(parallelism(16, { PULUMI_PARALLEL: "0" })).toBe(16);
  expect(parallelism(16, {})).toBe(16);
});
