import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labDir } from "../../lib/project/project.mjs";
import { countTests } from "./count-tests.mjs";

/**
 * @typedef {import("./count-tests.mjs").Counts} Counts
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 */

/** @type {Set<ChildProcess>} */
const running = new Set();

/**
 * A tool that says yes or no counts as one test.
 *
 * @param {string} tool its script in node_modules
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
export async function runTool(tool, args) {
  const ok = (await run(tool, args)).status === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/**
 * One vitest project; what it counted is read from its own report. Held back, its output comes in one piece at the
 * end, so that it can run beside another.
 *
 * @param {string} project
 * @param {{ env: NodeJS.ProcessEnv, heldBack?: boolean, files?: string[] }} options only these files, by part of their names
 * @returns {Promise<Counts & { output: string }>}
 */
export async function runVitest(project, { env, heldBack = false, files = [] }) {
  const folder = mkdtempSync(join(tmpdir(), "kafka-lab-report-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=verbose", "--reporter=json"];
    const args = ["run", ...files, "--project", project, "--passWithNoTests", ...reporters];
    const ended = await run("vitest/vitest.mjs", [...args, `--outputFile.json=${report}`], { env, heldBack });
    const counts = countTests(
      existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined,
      ended.status,
    );
    return { ...counts, output: ended.output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ctrl-C lets the steps that run end in order, with all that they started, and begins no other; twice ends them now. */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      const nowMeans = stopped ? "SIGKILL" : signal;
      stopped = signal;
      for (const child of running) killGroup(child, nowMeans);
    });
  }
}

/** @type {NodeJS.Signals | undefined} */
let stopped;

/**
 * @param {string} script
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, heldBack?: boolean }} [options]
 * @returns {Promise<{ status: number, output: string }>} what was printed, where it was held back
 */
async function run(script, args, { env = process.env, heldBack = false } = {}) {
  if (stopped) throw new Error(`not run: stopped by ${stopped}`);
  const child = spawn(process.execPath, [join(labDir, "node_modules", script), ...args], {
    cwd: labDir,
    // A group of its own: what it started can be ended with it.
    detached: true,
    // Colours are for a terminal, whatever a CI server says.
    env: process.stdout.isTTY ? env : { ...env, NO_COLOR: "1" },
    stdio: heldBack ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  const [status] = await once(child, "exit");
  killGroup(child, "SIGKILL");
  running.delete(child);
  return { status: status ?? 1, output };
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function killGroup({ pid }, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {} // it has ended, and left nothing behind
}
