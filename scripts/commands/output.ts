import { LabError } from "../../common/lab-error.mjs";
import { findProjectDir, labDir } from "../../common/project.mjs";
import { readableValue } from "../../engine/readable-value.ts";
import type { OperationResult } from "../../engine/run.ts";
import { operate } from "../../lib/engines/operate.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { tellOtherStacks } from "../../lib/stack/stacks-up.ts";
import { formatTable } from "../../lib/terminal/terminal.ts";

/** Prints the outputs as a table, or a single one as plain text, for `$(./lab output serviceAUrl)`. */
export async function output(
  name: string | undefined,
  {
    cwd,
    stack: asked,
    json,
    ...options
  }: { stack?: string; engine?: "embedded" | "pulumi"; cwd?: string; json?: boolean },
) {
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
    formatTable(rows.map(([key, value]) => [key, isNested(value) ? readableValue(value) : asText(value)])),
  );
}

function oneOutput(outputs: Record<string, unknown>, name: string, json?: boolean) {
  if (!(name in outputs)) {
    throw new LabError(
      `there is no output ${name}.`,
      `There are: ${Object.keys(outputs).join(", ") || "none"}`,
    );
  }
  return json ? JSON.stringify(outputs[name]) : asText(outputs[name]);
}

/** Whether a value is too big for a table cell: a resource that is exported whole has sixty properties. */
function isNested(value: unknown): value is OperationResult["outputs"] {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asText(value: unknown) {
  if (Array.isArray(value)) return value.map(String).join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
