import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "../../common/lab-error.mjs";
import { withinThisCommand } from "../../lib/project/under-way.mjs";
import { finishing } from "../../lib/terminal/interrupts.mjs";

/** @import { OperationDocument } from "../../lib/engines/operate.mjs" */
/** @import { OperationSettings } from "../authoring/lesson.ts" */

/**
 * Runs `./lab up` and its sisters as a learner would, but for a document instead of a display.
 *
 * @param {string} dir
 * @param {string} stack
 * @param {"up" | "preview" | "refresh" | "destroy"} operation
 * @param {OperationSettings} settings
 * @returns {Promise<OperationDocument>}
 */
export async function runEngine(dir, stack, operation, { refresh, targets = [], allowFailure = false }) {
  const options = ["--json", "--yes", "--stack", stack, ...(refresh ? ["--refresh"] : [])];
  const args = [operation, ...options, ...targets.flatMap((urn) => ["--target", urn])];
  const { document, stderr } = await runWhenFree(dir, operation, args);
  if (!document) {
    throw new LabError(`\`./lab ${operation}\` gave no answer: ${stderr.trim()}`, `Look: ./lab ${operation}`);
  }
  if (document.result === "failed" && !allowFailure) {
    throw new LabError(
      `\`./lab ${operation}\` failed: ${document.errors.join("; ")}`,
      `See it in full: ./lab ${operation}; and: ./lab doctor`,
    );
  }
  return document;
}

/** What an engine of a command that was killed may take to finish what it had begun. */
const lockedMs = 120_000;

/**
 * Another engine may still be at work on the stack, such as that of a command that was killed: it is waited for.
 *
 * @param {string} dir
 * @param {string} operation
 * @param {string[]} args
 */
async function runWhenFree(dir, operation, args) {
  for (const deadlineMs = performance.now() + lockedMs; ; await pause(1_000)) {
    const { stdout, stderr } = await runLab(dir, operation, args);
    const document = parse(stdout);
    const isLocked = document?.errors.some((error) => error.includes("stack is locked"));
    if (!isLocked || performance.now() > deadlineMs) return { document, stderr };
  }
}

/**
 * In a group of its own: Ctrl-C in a terminal reaches this process alone, which passes it on once.
 *
 * @param {string} dir
 * @param {string} operation
 * @param {string[]} args
 */
async function runLab(dir, operation, args) {
  const child = spawn(process.execPath, [join(dir, "scripts/lab.mjs"), ...args], {
    cwd: dir,
    env: { ...withinThisCommand(), NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const what = { en: `what ./lab ${operation} has begun`, fr: `ce que ./lab ${operation} a commencé` };
  return finishing(
    what,
    () => outputOf(child),
    (signal) => child.kill(signal),
  );
}

/** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child */
async function outputOf(child) {
  const output = { stdout: "", stderr: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"])) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  await once(child, "close");
  return output;
}

/** @param {string} text @returns {OperationDocument | undefined} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
