import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import { runLab } from "../support/run-lab.ts";

/**
 * All commands that read settings, look for images, or ask about a stack; the lessons' tests cover those that bring one
 * up.
 */
const commands = [
  ["config", "list", "--stack", "cluster"],
  ["config", "get", "kafkaImage", "--stack", "kraft"],
  ["preview", "--stack", "cluster", "--engine", "embedded"],
  ["preview", "--stack", "kraft", "--engine", "embedded"],
  ["preview"],
  ["output", "--stack", "cluster"],
  ["refresh", "--stack", "kraft", "--yes", "--engine", "embedded"],
  ["rebalance", "--stack", "cluster", "--preview"],
  ["trace", "--stack", "kraft"],
  ["learn"],
  ["doctor", "--stack", "cluster"],
  ["smoke", "--stack", "cluster", "--timeout", "1"],
];

test("when the files are as they are tracked, then no command but `config` changes one of them", {
  timeout: 300_000,
}, async (ctx) => {
  ctx.skip(!existsSync(join(labDir, ".git")), "the project is not a git repository here");
  const dir = clone();
  for (const args of commands) {
    const { words } = await runLab(args, { dir });
    expect(words, args.join(" ")).not.toMatch(/Maximum call stack|not built yet/);
    expect(git(dir, "status", "--porcelain"), `git status after ./lab ${args.join(" ")}`).toBe("");
  }
  await runLab(["config", "set", "kafkaHeapMb", "512", "--stack", "cluster"], { dir });
  expect(git(dir, "status", "--porcelain")).toBe("M Pulumi.cluster.yaml");
});

/** The tracked files, with uncommitted edits, in their own repository. */
function clone(): string {
  const dir = mkdtempSync(join(tmpdir(), "kafka-lab-clone-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const path of git(labDir, "ls-files")
    .split("\n")
    .filter((name) => existsSync(join(labDir, name)))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    cpSync(join(labDir, path), join(dir, path), { preserveTimestamps: true });
  }
  git(dir, "init", "--quiet");
  symlinkSync(join(labDir, "node_modules"), join(dir, "node_modules"));
  appendFileSync(join(dir, ".git", "info", "exclude"), "node_modules\n");
  git(dir, "add", "--all");
  git(dir, "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "as it is");
  return dir;
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8" }).trim();
}
