import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stateFile } from "../../engine/stack-files.ts";
import { countResources, stateFiles } from "./state.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "state-"));
  writeFileSync(
    join(dir, "Pulumi.yaml"),
    "name: other\nruntime: nodejs\nbackend:\n  url: file://./.pulumi-state\n",
  );
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("countResources", () => {
  test("when a stack was never brought up, then there is nothing", () => {
    expect(countResources(stateFile(dir, "dev"))).toBe(0);
  });

  test("when only the stack and its provider are left, then there is nothing to delete", () => {
    expect(countResources(addState("dev", ["pulumi:pulumi:Stack", "pulumi:providers:docker"]))).toBe(0);
  });

  test("when containers are in the state, then they count", () => {
    const container = "docker:index/container:Container";
    expect(countResources(addState("dev", ["pulumi:pulumi:Stack", container, container]))).toBe(2);
  });
});

describe("stateFiles", () => {
  test("when two stacks have a state, then both are found, and backups are not taken for stacks", () => {
    addState("dev", []);
    writeFileSync(`${addState("local", [])}.bak`, "{}");
    expect(stateFiles(dir).map(({ stack }) => stack)).toEqual(["dev", "local"]);
  });
});

function addState(stack: string, types: string[]) {
  const file = stateFile(dir, stack);
  mkdirSync(dirname(file), { recursive: true });
  const resources = types.map((type, index) => ({ type, urn: `urn:${index}` }));
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { stack, latest: { resources } } }));
  return file;
}
