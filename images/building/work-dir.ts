import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";

/** Where image builds put their files; `clean` removes it. */
export const imageCacheDir = join(labDir, ".lab", "cache", "images");

/** Runs the step with its own folder, which is removed afterwards; remains of interrupted builds are removed first. */
export async function inWorkDir<T>(step: (dir: string) => Promise<T>, parent: string = imageCacheDir) {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent).filter((name) => isLeftOver(name))) remove(join(parent, name));
  const dir = join(parent, `work-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const clear = () => remove(dir);
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

/** An interrupted debootstrap leaves /proc and /sys mounted in its target. */
function remove(dir: string) {
  for (const mountPoint of mountPointsBelow(dir))
    execFileSync("umount", ["--lazy", mountPoint], { stdio: "ignore" });
  rmSync(dir, { recursive: true, force: true });
}

function mountPointsBelow(dir: string) {
  if (process.platform !== "linux") return [];
  const points = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  return points.map((point) => point.replaceAll("\\040", " ")).filter((point) => point.startsWith(`${dir}/`));
}
