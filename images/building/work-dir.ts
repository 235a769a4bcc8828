import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";

/** Where image builds put their files; `clean` removes it. */
export const imageCacheDir = join(labDir, ".lab", "cache", "images");

/** Runs the step with its own folder, which is removed afterwards; remains of interrupted builds are removed first. */
export async function inWorkDir<T>(step: (dir: string) => Promise<T>, parent: string = imageCacheDir) {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent).filter((name) => isLeftOver(name))) removeDir(join(parent, name));
  const dir = join(parent, `work-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const clear = () => removeDir(dir);
  process.on("exit", clear); // an interruption runs no `finally`
  try {
    return await step(dir);
  } finally {
    process.off("exit", clear);
    clear();
  }
}

function isLeftOver(name: string) {
  const pid = Number(/^work-(\d+)$/.exec(name)?.[1]);
  if (Number.isNaN(pid)) return false;
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

function removeDir(dir: string) {
  rmSync(dir, { recursive: true, force: true });
}
