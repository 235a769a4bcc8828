import { LabError } from "../../common/lab-error.mjs";
import { readable } from "../../engine/display/values.ts";
import { operate } from "../../lib/engines/operate.mjs";
import { findProjectDir, labDir } from "../../lib/project/project.mjs";
import { tellOtherStacks } from "../../lib/project/stacks-up.mjs";
import { chooseStack } from "../../lib/stack/choose-stack.mjs";
import { formatTable } from "../../lib/terminal/terminal.mjs";

/**
 * Prints the outputs as a table, or one of them plainly, for `$(./lab output serviceAUrl)`.
 * @param {string | undefined} name
 * @param {{ stack?: string, engine?: "embedded" | "pulumi", cwd?: string, json?: boolean }} options
 */
export async function output(name, { cwd, stack: asked, json, ...options }) {
  const projectDir = findProjectDir(cwd);
  const stack = await chooseStack({ asked, projectDir, log: console.error });
  const { exitCode, document } = await operate({
    operation: "output",
    projectDir,
    stack,
    json: true,
    ...options,
  });
  process.exitCode = exitCode;
  if (!json && name === undefined && projectDir === labDir) await tellOtherStacks(stack);
  if (!document) return;
  if (json && name === undefined) return console.log(JSON.stringify(document, null, 2));
  if (document.result === "failed")
    throw new LabError(document.errors.join("; "), "Bring the stack up: ./lab up");
  if (name !== undefined) return console.log(oneOutput(document.outputs, name, json));
  const rows = Object.entries(document.outputs);
  console.log(
    formatTable(rows.map(([key, value]) => [key, isNested(value) ? readable(value) : asText(value)])),
  );
}

/**
 * @param {Record<string, unknown>} outputs
 * @param {string} name
 * @param {boolean} [json]
 */
function oneOutput(outputs, name, json) {
  if (!(name in outputs)) {
    throw new LabError(
      `there is no output ${name}.`,
      `There are: ${Object.keys(outputs).join(", ") || "none"}`,
    );
  }
  return json ? JSON.stringify(outputs[name]) : asText(outputs[name]);
}

/**
 * Whether a table has no room for it: a resource that is exported whole is sixty properties.
 * @param {unknown} value
 * @returns {value is import("../../engine/model/resource-type.ts").PropertyMap}
 */
function isNested(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function asText(value) {
  if (Array.isArray(value)) return value.map(String).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
