import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { reasonAgainst } from "./room.ts";

/** A mounted stick. */
export interface Stick {
  /** Where it is mounted; everybody may read it. */
  readonly dir: string;
  readonly remove: () => void;
}

/** What a teacher's stick holds. */
const bytes = 2e9;

/** Why no exFAT can be mounted here, or undefined. Debian's packages are exfat-fuse and exfatprogs. */
export function reasonAgainstExfat(): string | undefined {
  const noFuse = existsSync("/dev/fuse") ? undefined : "there is no /dev/fuse";
  return reasonAgainst(["mount.exfat-fuse", "mkfs.exfat", "losetup"]) ?? noFuse;
}

/** An image with exFAT, mounted by FUSE: these kernels know no exFAT of their own. */
export function mountStick(folder: string): Stick {
  const image = join(folder, "stick.img");
  const dir = join(folder, "stick");
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { encoding: "utf8", stdio: "pipe" }).trim();
  mkdirSync(dir);
  run("truncate", `--size=${bytes}`, image);
  run("mkfs.exfat", image);
  const device = run("losetup", "--find", "--show", image);
  const release = () => {
    run("losetup", "--detach", device);
    rmSync(image, { force: true });
  };
  try {
    run("mount.exfat-fuse", device, dir);
  } catch (error) {
    release();
    throw error;
  }
  return {
    dir,
    remove() {
      run("umount", dir);
      release();
    },
  };
}
