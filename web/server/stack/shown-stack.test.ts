import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stateFile } from "../../../engine/stack-files.ts";
import { shownStack, stackOption } from "./shown-stack.ts";

let dir: string;

beforeEach(() => {
  vi.stubEnv("PULUMI_STACK", undefined);
  dir = mkdtempSync(join(tmpdir(), "shown-stack-"));
  for (const file of ["Pulumi.yaml", "Pulumi.local.yaml", "Pulumi.cluster.yaml", "Pulumi.kraft.yaml"])
    cpSync(join(import.meta.dirname, "../../..", file), join(dir, file));
  mkdirSync(join(dir, "infra"));
  writeFileSync(join(dir, "infra/index.ts"), "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

function choose(stack: string): void {
  mkdirSync(join(dir, ".lab"), { recursive: true });
  writeFileSync(join(dir, ".lab/stack"), stack);
}

function keep(stack: string, types: readonly string[], text?: string): void {
  const file = stateFile(dir, stack);
  mkdirSync(dirname(file), { recursive: true });
  const resources = types.map((type) => ({ type }));
  writeFileSync(file, text ?? JSON.stringify({ checkpoint: { latest: { resources } } }));
}

const ofLab = ["pulumi:pulumi:Stack", "docker:index/network:Network"];

test("when nothing is up, then the stack is the chosen one, and none before one is chosen", () => {
  expect(shownStack(dir)).toBeUndefined();
  choose("local");
  expect(shownStack(dir)).toBe("local");
});

test("when the chosen stack is up, then it is shown, whatever else is up", () => {
  choose("local");
  keep("local", ofLab);
  keep("cluster", ofLab);
  expect(shownStack(dir)).toBe("local");
  expect(stackOption(dir, "local")).toBe("");
});

test("when only another stack is up, then that one is shown, and commands have to name it", () => {
  choose("local");
  keep("local", ["pulumi:pulumi:Stack"]);
  keep("cluster", ofLab);
  expect(shownStack(dir)).toBe("cluster");
  expect(stackOption(dir, "cluster")).toBe(" --stack cluster");
});

test("when two others are up, or a state is half-written, then the chosen one is shown", () => {
  choose("local");
  keep("cluster", ofLab);
  keep("kraft", ofLab);
  expect(shownStack(dir)).toBe("local");
  keep("kraft", [], '{"checkpoint":');
  keep("cluster", [], '{"checkpoint":');
  expect(shownStack(dir)).toBe("local");
});
