import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labDir } from "../project.mjs";
import { countTests } from "./count-tests.mjs";

/**
 * @typedef {import("./count-tests.mjs").Counts} Counts
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 */

/** @type {ChildProcess | undefined} */
let running;

/**
 * A tool that says yes or no counts as one test.
 *
 * @param {string} tool its script in node_modules
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
export async function runTool(tool, args) {
  const ok = (await run(tool, args)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/**
 * One vitest project; what it counted is read from its own report.
 *
 * @param {string} project
 * @param {{ env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Counts>}
 */
export async function runVitest(project, { env }) {
  const folder = mkdtempSync(join(tmpdir(), "kafka-lab-report-"));
  const report = join(folder, "report.json");
  try {
    const args = ["run", "--project", project, "--passWithNoTests", "--reporter=verbose", "--reporter=json"];
    const status = await run("vitest/vitest.mjs", [...args, `--outputFile.json=${report}`], env);
    return countTests(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ctrl-C ends the step that runs, with all that it started, and then the others. */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      stopped = signal;
      killGroup(signal);
    });
  }
}

/** @type {NodeJS.Signals | undefined} */
let stopped;

/**
 * @param {string} script
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} the exit status
 */
function run(script, args, env = process.env) {
  if (stopped) return Promise.reject(new Error(`not run: stopped by ${stopped}`));
  const child = spawn(process.execPath, [join(labDir, "node_modules", script), ...args], {
    cwd: labDir,
    // A group of its own: what it started can be ended with it.
    detached: true,
    // Colours are for a terminal, whatever a CI server says.
    env: process.stdout.isTTY ? env : { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  running = child;
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      killGroup("SIGKILL");
      resolve(status ?? 1);
    });
  });
}

/** @param {NodeJS.Signals} signal */
function killGroup(signal) {
  if (running?.pid === undefined) return;
  try {
    process.kill(-running.pid, signal);
  } catch {} // it has ended, and left nothing behind
}
