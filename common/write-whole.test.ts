import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clearHalfWritten, writeWhole } from "./write-whole.ts";

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), "whole-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Writes in a process with a limit on file size: the first write is partial, as on a full disk. */
function writeWithLimit(file: string, kilobytes: number): string {
  const code = `import { writeWhole } from ${JSON.stringify(join(import.meta.dirname, "write-whole.ts"))};
try { writeWhole(process.argv[1], "x".repeat(100_000)); } catch (error) { console.log(error.name, error.message); }`;
  const script = `ulimit -f ${kilobytes}; exec "$@"`;
  const args = ["-c", script, "-", process.execPath, "--input-type=module", "-e", code, file];
  return spawnSync("bash", args, { encoding: "utf8" }).stdout;
}

test("when only a part fits on the disk, then the old file stays, the error says why, and nothing is left next to it", () => {
  const directory = folder();
  const file = join(directory, "state.json");
  writeFileSync(file, "old");
  expect(writeWithLimit(file, 16)).toMatch(/^EngineError .*state\.json could not be written.*EFBIG/);
  expect(readFileSync(file, "utf8")).toBe("old");
  expect(readdirSync(directory)).toEqual(["state.json"]);
  expect(writeWithLimit(file, 200)).toBe("");
  expect(readFileSync(file, "utf8")).toHaveLength(100_000);
});

test("when the file is a link or has a special mode, then both stay", () => {
  const directory = folder();
  const [file, link] = [join(directory, "file"), join(directory, "link")];
  writeFileSync(file, "old");
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  writeWhole(link, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test("when a write was killed halfway, then its temporary file is removed, and nothing else", () => {
  const directory = folder();
  const names = ["a.json", "a.json.bak", "a.json.json", "a.json.json.12.tmp"];
  for (const name of [...names, "a.json.12.tmp", "a.json.bak.12.tmp"])
    writeFileSync(join(directory, name), "");
  clearHalfWritten(join(directory, "a.json"));
  expect(readdirSync(directory)).toEqual(names);
});
