import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { labDir } from "../../common/project.mjs";
import type { Counts } from "./count-tests.ts";
import { countTests } from "./count-tests.ts";

const running: Set<ChildProcess> = new Set();

/** Runs a script of node_modules; a tool that only passes or fails counts as one test. */
export async function runTool(tool: string, args: string[]): Promise<Counts> {
  const { status, output } = await run(tool, args);
  if (status === 0) return { passed: 1, failed: 0, skipped: 0 };
  return { passed: 0, failed: 1, skipped: 0, failures: [lastWords(output)] };
}

/**
 * Runs one vitest project, or only its files whose names contain one of `files`. The counts come from vitest's own
 * report; no tests at all is a failure. With `heldBack`, the output is returned at the end, so that the run can be
 * parallel to another.
 */
export async function runVitest(
  project: string,
  {
    env,
    heldBack = false,
    files = [],
    options = [],
  }: { env: NodeJS.ProcessEnv; heldBack?: boolean; files?: string[]; options?: string[] },
): Promise<Counts & { output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "kafka-lab-report-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=verbose", "--reporter=json"];
    const args = ["run", ...files, "--project", project, ...options, ...reporters];
    const ended = await run("vitest/vitest.mjs", [...args, `--outputFile.json=${report}`], { env, heldBack });
    const counts = countTests(
      existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined,
      ended.status,
    );
    if (counts.failed > 0 && !counts.failures?.length) counts.failures = [lastWords(ended.output)];
    return { ...counts, output: ended.output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ctrl-C lets the running steps and all their processes end cleanly and starts no other step; twice kills them. */
export function forwardSignals() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const nowMeans = stopped ? "SIGKILL" : signal;
      stopped = signal;
      for (const child of running) killGroup(child, nowMeans);
    });
  }
}

let stopped: NodeJS.Signals | undefined;

/** Resolves to the exit status and the output, which is also printed unless it is held back. */
async function run(
  script: string,
  args: string[],
  { env = process.env, heldBack = false }: { env?: NodeJS.ProcessEnv; heldBack?: boolean } = {},
): Promise<{ status: number; output: string }> {
  if (stopped) throw new Error(`not run: stopped by ${stopped}`);
  const child = spawn(process.execPath, [join(labDir, "node_modules", script), ...args], {
    cwd: labDir,
    // Its own process group, so that its children can be ended with it.
    detached: true,
    // Colours are only for a terminal, even if a CI server asks for them.
    env: { ...env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      if (!heldBack) process.stdout.write(chunk);
    });
  }
  // A process that it left running would keep its output open.
  child.once("exit", () => killGroup(child, "SIGKILL"));
  const [status] = await once(child, "close");
  running.delete(child);
  return { status: status ?? 1, output };
}

/** Where a run ends before its tests, as when a setup fails: its last error, or else its last lines. */
export function lastWords(output: string) {
  const lines = stripVTControlCharacters(output).trimEnd().split("\n");
  const error = lines.findLastIndex((line) => /^\s*(\w+: )?\w*Error: /.test(line));
  return (error < 0 ? lines.slice(-15) : lines.slice(error, error + 15)).join("\n");
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {} // the group has already ended
}
