import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openFiles } from "./lab-files.ts";
import { createManifest } from "./originals.ts";

let dir: string;

/** A project with a manifest, in a repository with one commit, as a clone has it. */
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "originals-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const folder of ["infra", "workshop"]) mkdirSync(join(dir, folder));
  write("Pulumi.yaml", "name: lab\n");
  write("infra/kafka.ts", "as it came\n");
  write("workshop/originals.json", JSON.stringify(createManifest(dir)));
  write(".gitignore", ".lab/\n");
  git("init", "--quiet");
  commit("the project");
});

const write = (path: string, text: string) => writeFileSync(join(dir, path), text);
const text = (path: string) => readFileSync(join(dir, path), "utf8");

test("when a learner commits an exercise before or after the first lesson, then reset restores the project's text", () => {
  write("infra/kafka.ts", "the exercise\n");
  commit("before");
  openFiles(dir, () => undefined).restore();
  expect(text("infra/kafka.ts")).toBe("as it came\n");

  write("infra/kafka.ts", "another exercise\n");
  write("infra/own.ts", "own\n");
  commit("after");
  const kept: string[] = [];
  openFiles(dir, (path) => kept.push(path)).restore();
  expect(text("infra/kafka.ts")).toBe("as it came\n");
  expect(existsSync(join(dir, "infra/own.ts"))).toBe(false);
  expect(kept.sort()).toEqual(["infra/kafka.ts", "infra/own.ts"]);
});

test("when a test stands beside the program, then the manifest leaves it out, and reset leaves it as it is", () => {
  write("infra/kafka.test.ts", "a test\n");
  expect(Object.keys(createManifest(dir))).toEqual(["Pulumi.yaml", "infra/kafka.ts"]);
  openFiles(dir, (path) => expect.unreachable(path)).restore();
  expect(text("infra/kafka.test.ts")).toBe("a test\n");
});

test("when the clone is shallow, then reset restores the project's text as well", () => {
  const clone = join(dir, "clone");
  execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${dir}`, clone], { stdio: "ignore" });
  writeFileSync(join(clone, "infra/kafka.ts"), "the exercise\n");
  openFiles(clone, () => undefined).restore();
  expect(readFileSync(join(clone, "infra/kafka.ts"), "utf8")).toBe("as it came\n");
});

test("when a newer version of the project is pulled, then its text is the original, and not a learner's edit", () => {
  openFiles(dir, () => undefined);
  write("infra/kafka.ts", "newer\n");
  write("workshop/originals.json", JSON.stringify({ ...createManifest(dir) }));
  commit("a newer version");
  openFiles(dir, (path) => expect.unreachable(path)).restore();
  expect(text("infra/kafka.ts")).toBe("newer\n");
});

test("when the project was downloaded without git, then the original is the text at the start of the first lesson", () => {
  rmSync(join(dir, ".git"), { recursive: true });
  openFiles(dir, () => undefined);
  write("infra/kafka.ts", "the exercise\n");
  openFiles(dir, () => undefined).restore();
  expect(text("infra/kafka.ts")).toBe("as it came\n");
});

test("when recording was cut off, then no file of the project counts as a learner's own", () => {
  openFiles(dir, () => undefined);
  rmSync(join(dir, ".lab/learn/originals/version"));
  rmSync(join(dir, ".lab/learn/originals/infra"), { recursive: true });
  openFiles(dir, (path) => expect.unreachable(path)).restore();
  expect(text("infra/kafka.ts")).toBe("as it came\n");
});

test("when a saved edit is restored, then it is the learner's again, and the text that it replaces is saved too", () => {
  write("infra/kafka.ts", "first\n");
  const files = openFiles(dir, () => undefined);
  files.restore();
  const first = files.savedIn() ?? "";
  write("infra/kafka.ts", "second\n");
  const kept: string[] = [];
  const again = openFiles(dir, (path, folder) => kept.push(join(folder, path)));
  expect(again.putBack(first)).toEqual(["infra/kafka.ts"]);
  expect(text("infra/kafka.ts")).toBe("first\n");
  expect(kept.map(text)).toEqual(["second\n"]);
  const later: string[] = [];
  openFiles(dir, (path) => later.push(path)).restore();
  expect(later).toEqual(["infra/kafka.ts"]);
});

function commit(message: string): void {
  git("add", "--all");
  git("-c", "user.name=learner", "-c", "user.email=learner@example.com", "commit", "--quiet", "-m", message);
}

function git(...args: string[]): void {
  execFileSync("git", args, { cwd: dir, stdio: "ignore" });
}

// For copied projects, such as those of the lessons' tests.
test("when a project is copied without git, with a file that differs from the manifest, then the file is used as it is", () => {
  const copy = join(dir, "copy");
  cpSync(join(dir, "infra"), join(copy, "infra"), { recursive: true });
  cpSync(join(dir, "workshop"), join(copy, "workshop"), { recursive: true });
  writeFileSync(join(copy, "infra/kafka.ts"), "being changed\n");
  openFiles(copy, (path) => expect.unreachable(path)).restore();
  expect(readFileSync(join(copy, "infra/kafka.ts"), "utf8")).toBe("being changed\n");
});
