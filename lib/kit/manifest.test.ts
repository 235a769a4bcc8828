import { expect, test } from "vitest";
import {
  fingerprintOf,
  isFingerprint,
  type Manifest,
  readManifest,
  shownFingerprint,
  writeManifest,
} from "./manifest.ts";

const manifest: Manifest = {
  made: "2026-03-01T10:00:00.000Z",
  commit: "a".repeat(40),
  stack: "local",
  platforms: ["linux/amd64"],
  images: [{ platform: "linux/amd64", name: "kafka-lab/kafka:3.9.1", id: `sha256:${"b".repeat(64)}` }],
  files: [{ sha256: "c".repeat(64), bytes: 12, platform: "any", path: "project/aaaa.bundle" }],
};

test("when a manifest is written, then it reads as it was", () => {
  expect(readManifest(writeManifest(manifest))).toEqual(manifest);
});

test.each([
  ["is empty", ""],
  ["is of another form", "kafka-lab-kit 2\n"],
  ["lacks its commit", writeManifest(manifest).replace(/commit .*\n/, "")],
  ["leads out of the folder", writeManifest(manifest).replace("project/", "../")],
  ["has a checksum that is none", writeManifest(manifest).replace("cccc", "xxxx")],
  ["was cut", writeManifest(manifest).slice(0, -20)],
  ["has a word too many", writeManifest(manifest).replace("any ", "any and ")],
])("when a manifest %s, then it is refused", (_, text) => {
  expect(() => readManifest(text)).toThrow(expect.objectContaining({ name: "LabError" }));
});

test("when a fingerprint is typed as it stands on the board, then it counts, and no other does", () => {
  const fingerprint = fingerprintOf("#!/bin/sh\n");
  const shown = shownFingerprint(fingerprint);
  expect(shown).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/);
  expect(isFingerprint(shown.toUpperCase(), fingerprint)).toBe(true);
  expect(isFingerprint(shown.replaceAll(" ", "-"), fingerprint)).toBe(true);
  expect(isFingerprint(shown.slice(1), fingerprint)).toBe(false);
  expect(isFingerprint("", fingerprint)).toBe(false);
});
