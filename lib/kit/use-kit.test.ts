import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fingerprintOf } from "./manifest.ts";
import { useKit } from "./use-kit.ts";

/** Stands in for a kit's starter: it ends with a status of its own. */
const starter = "#!/bin/sh\nexit 7\n";

test("when the fingerprint is right, then the starter runs, and its status is the command's", async () => {
  expect(await useKit(kit(), "/nowhere", { fingerprint: fingerprintOf(starter) })).toBe(7);
});

test("when the fingerprint is another one, then nothing of the kit runs", async () => {
  const wrong = useKit(kit(), "/nowhere", { fingerprint: "0".repeat(16) });
  await expect(wrong).rejects.toMatchObject({
    name: "LabError",
    message: expect.stringContaining("nothing of it was run"),
  });
});

test("when a kit is served, then its starter is checked as well", async () => {
  const server = createServer((_, res) => res.end(starter)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await useKit(url, "/nowhere", { fingerprint: fingerprintOf(starter) })).toBe(7);
  await expect(useKit(url, "/nowhere", { fingerprint: "no" })).rejects.toThrow(
    "not the one of this fingerprint",
  );
});

test("when there is no kit, or no fingerprint, then the error says what to do", async () => {
  await expect(useKit(tmpdir(), "/nowhere", {})).rejects.toThrow("there is no kit in");
  await expect(useKit(kit(), "/nowhere", {})).rejects.toMatchObject({
    hint: expect.stringContaining("--fingerprint"),
  });
});

function kit() {
  const dir = mkdtempSync(join(tmpdir(), "kit-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, "start.sh"), starter);
  return dir;
}
