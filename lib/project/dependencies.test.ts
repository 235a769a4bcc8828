import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { areDependenciesFresh, explainNpmFailure, isUsable } from "./dependencies.mjs";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "dependencies-"));
  mkdirSync(join(dir, "node_modules"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("areDependenciesFresh", () => {
  test("when npm finished after the lock file changed, then they are fresh", () => {
    write("package-lock.json", 1_000);
    write("node_modules/.package-lock.json", 2_000);
    expect(areDependenciesFresh(dir)).toBe(true);
  });

  test("when the lock file changed since, then they are stale", () => {
    write("package-lock.json", 2_000);
    write("node_modules/.package-lock.json", 1_000);
    expect(areDependenciesFresh(dir)).toBe(false);
  });

  test("when an install broke off, then npm's own lock file is missing and they are stale", () => {
    write("package-lock.json", 1_000);
    expect(areDependenciesFresh(dir)).toBe(false);
  });
});

describe("explainNpmFailure", () => {
  test.each([
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS"],
    ["npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "NODE_EXTRA_CA_CERTS"],
    ["npm error code ENOTFOUND", "HTTPS_PROXY"],
    ["npm error code ENOSPC", "disk space"],
    ["npm error code EACCES", "cannot be written"],
    ["spawn npm ENOENT", "npm was not found"],
  ])("when npm says %s, then the hint is about %s", (output, hint) => {
    expect(explainNpmFailure(output)).toContain(hint);
  });
});

describe("isUsable", () => {
  test.each([
    ["20.20.2", false],
    ["22.17.1", false],
    ["22.18.0", true],
    ["24.0.0", true],
  ])("when Node is %s, then whether it can replace the pinned one is %s", (version, usable) => {
    expect(isUsable(version)).toBe(usable);
  });
});

function write(path: string, seconds: number) {
  writeFileSync(join(dir, path), "{}");
  utimesSync(join(dir, path), seconds, seconds);
}
