import { existsSync } from "node:fs";
import { join } from "node:path";
import { runScript as runNode } from "../project/dependencies.mjs";
import { labDir } from "../project/project.mjs";

/**
 * Runs one of the scripts that stand on their own, on the Node that runs this.
 * @param {string} name such as `smoke`
 * @param {string[]} args
 */
export function runScript(name, args) {
  const path = join(labDir, "scripts", `${name}.mjs`);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  return runNode(process.execPath, path, args);
}
