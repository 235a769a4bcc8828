import { findProjectDir } from "../../common/project.mjs";
import { startEarly } from "../../engine/start-early.ts";

/**
 * A program takes longer to start than all that is looked at before it runs: both at the same time. What is wrong
 * with the project is said where the project is needed.
 */
export function startProgramEarly(
  operation: "up" | "preview" | "refresh" | "destroy",
  { cwd, engine }: { cwd?: string; engine?: string },
) {
  if (engine === "pulumi" || operation === "refresh" || operation === "destroy") return;
  try {
    startEarly(findProjectDir(cwd));
  } catch {
    // reported later
  }
}
