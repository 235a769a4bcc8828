import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { LabError } from "../lab-error.mjs";

/** @import { OperationDocument } from "../engine.mjs" */
/** @import { OperationSettings } from "./types.ts" */

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
  const { stdout, stderr } = await runLab(dir, args);
  const document = parse(stdout);
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

/** @param {string} dir @param {string[]} args */
async function runLab(dir, args) {
  const child = spawn(process.execPath, [join(dir, "scripts/lab.mjs"), ...args], {
    cwd: dir,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
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
