import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { LabError } from "../../common/lab-error.mjs";
import { handlingSignalsItself } from "../terminal/interrupts.mjs";
import { bold, confirm, dim, isInteractive } from "../terminal/terminal.mjs";
import { decideEngine } from "./engine-choice.mjs";
import { passphrase, probePulumi } from "./pulumi-cli.mjs";

/**
 * What a user asks an engine to do; the names are those of the command's options.
 * @typedef {object} OperationRequest
 * @property {"up" | "preview" | "refresh" | "destroy" | "output"} operation
 * @property {string} projectDir
 * @property {string} stack
 * @property {"embedded" | "pulumi"} [engine]
 * @property {boolean} [yes]
 * @property {boolean} [json]
 * @property {boolean} [refresh]
 * @property {string[]} [targets]
 * @property {boolean} [targetDependents]
 * @property {boolean} [skipPreview]
 * @property {boolean} [expectNoChanges]
 * @property {boolean} [diff]
 * @property {boolean} [verbose]
 */

/** @typedef {Omit<import("../../engine/run.ts").OperationResult, "exitCode">} OperationDocument */
/** @typedef {{ exitCode: number, document?: OperationDocument }} OperationEnd */

/**
 * Takes one of the two engines, says which and why, and runs the operation with it.
 * @param {OperationRequest} request
 * @returns {Promise<OperationEnd>}
 */
export async function operate(request) {
  const { engine, reason, installPlugin } = await chooseEngine(request.engine);
  if (!request.json && request.operation !== "output") {
    console.log(`${bold(`Stack ${request.stack}`)}, ${engine} engine ${dim(`(${reason})`)}`);
  }
  return handlingSignalsItself(async () => {
    if (engine === "embedded") return runEmbedded(request);
    const { runPulumi } = await import("./pulumi-run.mjs");
    return runPulumi(request, installPlugin ? wantedPlugin() : undefined);
  });
}

/** @param {"embedded" | "pulumi" | undefined} requested */
export async function chooseEngine(requested) {
  const wanted = wantedPlugin();
  const cli = requested === "embedded" ? {} : await probePulumi(wanted);
  return decideEngine(requested, cli, wanted);
}

/**
 * @param {OperationRequest} request
 * @returns {Promise<OperationEnd>}
 */
async function runEmbedded({ engine: _, yes, ...request }) {
  Object.assign(process.env, passphrase(request.projectDir));
  const asks = isInteractive() && !yes && !skipsQuestions() && !request.json && !request.skipPreview;
  const { runOperation } = await import("../../engine/run.ts");
  const { exitCode, ...document } = await runOperation({
    ...request,
    ...(asks
      ? { confirm: (/** @type {Record<string, number>} */ summary) => askBefore(request, summary) }
      : {}),
  });
  return { exitCode, document };
}

/** As the CLI lets its user say once for all. */
function skipsQuestions() {
  return ["1", "true"].includes(process.env.PULUMI_SKIP_CONFIRMATIONS?.toLowerCase() ?? "");
}

/**
 * @param {{ stack: string }} request
 * @param {Record<string, number>} summary
 */
function askBefore({ stack }, summary) {
  const counts = Object.entries(summary)
    .filter(([op]) => op !== "same")
    .map(([op, count]) => `${op} ${count}`);
  return confirm(`Stack ${stack}: ${counts.join(", ")}. Go on?`);
}

/** The provider has the version of its SDK in node_modules: that is the one the program asks for. */
function wantedPlugin() {
  try {
    const file = createRequire(import.meta.url).resolve("@pulumi/docker/package.json");
    return /** @type {string} */ (JSON.parse(readFileSync(file, "utf8")).version.replace(/^v/, ""));
  } catch (cause) {
    throw new LabError("@pulumi/docker is not installed.", "Install the dependencies: npm ci", { cause });
  }
}
