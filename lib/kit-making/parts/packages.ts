import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownPlatform, type Platform } from "../../kit/platforms.ts";
import { areDependenciesFresh } from "../../project/dependencies.mjs";
import { runLogged } from "../../terminal/processes.ts";
import type { Part } from "./part.ts";
import { writeOutput } from "./write-output.ts";

/**
 * npm's packages as they lie in node_modules, with Node among them: to unpack them takes a fraction of what `npm ci`
 * takes from a cache, and it needs neither npm nor Node on the learner's machine.
 */
export function packagesPart(projectDir: string, platform: Platform): Part {
  return {
    path: `packages/${platform.name.replace("/", "-")}-${lockSum(projectDir)}.tar.gz`,
    platform: platform.name,
    aboutBytes: 190e6,
    write: async (file, show) => {
      if (platform.name === ownPlatform().name && areDependenciesFresh(projectDir))
        return pack(file, projectDir, show);
      const scratch = mkdtempSync(join(tmpdir(), "kafka-lab-kit-"));
      try {
        await installFor(platform, projectDir, scratch);
        await pack(file, scratch, show);
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    },
  };
}

/** The starter compares it with the project that it finds: `sha256sum package-lock.json`. */
export const lockSum = (projectDir: string) =>
  createHash("sha256")
    .update(readFileSync(join(projectDir, "package-lock.json")))
    .digest("hex")
    .slice(0, 12);

async function installFor({ os, cpu }: Platform, projectDir: string, scratch: string) {
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    if (existsSync(join(projectDir, name))) copyFileSync(join(projectDir, name), join(scratch, name));
  }
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", `--os=${os}`, `--cpu=${cpu}`];
  await runLogged("npm", ["ci", ...flags, ...(os === "linux" ? ["--libc=glibc"] : [])], { cwd: scratch });
}

function pack(file: string, dir: string, show: (bytes: number) => void) {
  const notes = [
    "--exclude=node_modules/.cache",
    "--exclude=node_modules/.vite",
    "--exclude=node_modules/.vite-temp",
  ];
  const env = { ...process.env, COPYFILE_DISABLE: "1" }; // a Mac's tar would add its own notes
  return writeOutput(file, ["tar", "-cf", "-", ...notes, "node_modules"], { cwd: dir, env, show });
}
