import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { damagedFiles, openKit } from "./check-kit.ts";
import { fingerprintOf, manifestLine, writeManifest } from "./manifest.ts";

const names = ["one", "two"];

test("when a kit is whole, then nothing is damaged, and its fingerprint is its starter's", async () => {
  const dir = kit();
  const { manifest, fingerprint } = openKit(dir);
  expect(await damagedFiles(dir, manifest.files)).toEqual([]);
  expect(fingerprint).toBe(fingerprintOf(readFileSync(join(dir, "start.sh"))));
});

test("when files are missing, cut or changed, then each is named with what it is", async () => {
  const dir = kit();
  const { manifest } = openKit(dir);
  truncateSync(join(dir, "one"), 2);
  writeFileSync(join(dir, "two"), "xwo");
  expect(await damagedFiles(dir, manifest.files)).toEqual([
    "one: cut or changed: expected 3 bytes, saw 2",
    "two: damaged: its checksum is another one",
  ]);
  rmSync(join(dir, "one"));
  expect(await damagedFiles(dir, manifest.files)).toContain("one: missing");
});

test("when the manifest or the starter is another one, then the kit is refused", () => {
  const dir = kit();
  writeFileSync(
    join(dir, "manifest.txt"),
    readFileSync(join(dir, "manifest.txt"), "utf8").replace("local", "dev"),
  );
  expect(() => openKit(dir)).toThrow("is not the one that start.sh names");
  rmSync(join(dir, "start.sh"));
  expect(() => openKit(dir)).toThrow("there is no start.sh");
});

function kit() {
  const dir = mkdtempSync(join(tmpdir(), "kit-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const name of names) writeFileSync(join(dir, name), name);
  const text = writeManifest({
    made: "2026-03-01T10:00:00.000Z",
    commit: "a".repeat(40),
    stack: "local",
    platforms: ["linux/amd64"],
    images: [],
    files: names.map((path) => ({
      sha256: createHash("sha256").update(path).digest("hex"),
      bytes: path.length,
      platform: "any",
      path,
    })),
  });
  writeFileSync(join(dir, "manifest.txt"), text);
  writeFileSync(join(dir, "start.sh"), `#!/bin/sh\n${manifestLine(text)}\n`);
  return dir;
}
