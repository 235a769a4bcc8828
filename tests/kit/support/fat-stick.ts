import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Copies a folder into an image with FAT32 and out of it again, as over a stick; these kernels mount no FAT. */
export function overStick(dir: string, to: string): void {
  const image = `${to}.img`;
  const bytes = readdirSync(dir, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(dir, name)).size)
    .reduce((sum, size) => sum + size, 0);
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: "pipe" });
  try {
    run("truncate", `--size=${Math.ceil(bytes * 1.1) + 64e6}`, image);
    run("mkfs.vfat", "-F", "32", image);
    run("mcopy", "-s", "-i", image, dir, "::");
    run("mcopy", "-s", "-i", image, `::${basename(dir)}`, dirname(to));
  } finally {
    rmSync(image, { force: true });
  }
}
