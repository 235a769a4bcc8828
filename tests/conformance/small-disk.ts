import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { statfsSync } from "node:fs";

/**
 * A folder on a file system that can be made too small: a tmpfs if this process may mount one. Otherwise no single file
 * may become larger than the free space, which refuses the same writes with another error (EFBIG).
 */
export class SmallDisk {
  readonly #folder: string;
  readonly #isMounted: boolean;

  constructor(folder: string) {
    this.#folder = folder;
    this.#isMounted = mount(folder, "size=64m");
    if (!this.#isMounted)
      console.log(`${folder}: no tmpfs can be mounted here; a limit of the file size is used instead`);
  }

  remove(): void {
    if (this.#isMounted) execFileSync("umount", ["--lazy", this.#folder]);
  }

  /** Runs a command with this much free space, and frees space again when it has ended. */
  async withFreeSpace(
    freeKb: number,
    command: string,
    args: string[],
  ): Promise<{ exitCode: number; text: string }> {
    if (!this.#isMounted) return run("bash", ["-c", `ulimit -f ${freeKb}; exec "$@"`, "-", command, ...args]);
    const { blocks, bfree, bsize } = statfsSync(this.#folder);
    const usedKb = ((blocks - bfree) * bsize) / 1024;
    mount(this.#folder, `remount,size=${usedKb + Math.ceil(freeKb / 4) * 4}k`);
    try {
      return await run(command, args);
    } finally {
      mount(this.#folder, "remount,size=64m");
    }
  }
}

function mount(folder: string, options: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function run(command: string, args: string[]): Promise<{ exitCode: number; text: string }> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const [exitCode] = await once(child, "close");
  return { exitCode: exitCode ?? 1, text };
}
