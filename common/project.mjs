import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "./lab-error.mjs";

/** The lab's own folder, wherever the command is run. */
export const labDir = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/**
 * The folder of the Pulumi project to work on: the lab's own, or the nearest at or above `--cwd`, as Pulumi finds it.
 * @param {string | undefined} cwd
 */
export function findProjectDir(cwd) {
  if (cwd === undefined) return labDir;
  const start = resolve(cwd);
  for (let dir = start; ; dir = dirname(dir)) {
    if (["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(dir, name)))) return dir;
    if (dir === dirname(dir)) {
      throw new LabError(
        `no Pulumi.yaml in ${start} nor in a folder above it.`,
        "Give --cwd the folder of a Pulumi project, or leave it out for the lab itself.",
      );
    }
  }
}
