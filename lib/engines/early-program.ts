import { parseArgs } from "node:util";
import { findProjectDir } from "../../common/project.mjs";
import { startEarly } from "../../engine/start-early.ts";

/** The options that decide whether the embedded engine runs a program, and where. */
const options = {
  cwd: { type: "string" },
  engine: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Starts the program of `up` and `preview`, because it takes longer to start than all that is looked at before it runs:
 * both happen at the same time. What is wrong with the arguments or the project is said where they are needed.
 */
export function startProgramEarly([operation, ...args]: readonly string[]) {
  if (operation !== "up" && operation !== "preview") return;
  const { values } = parseArgs({ args, options, strict: false });
  if (values.help || values.engine === "pulumi") return;
  try {
    startEarly(findProjectDir(typeof values.cwd === "string" ? values.cwd : undefined), ["@pulumi/docker"]);
  } catch {
    // reported later
  }
}
