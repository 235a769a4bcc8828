import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { proxyEnvironment } from "./proxy.ts";
import { run } from "./run-command.ts";

/** The facts that decide whether an image can be built here. */
interface Machine {
  platform: string;
  userId: number | undefined;
  has: (command: string) => boolean;
}

const thisMachine: Machine = { platform: process.platform, userId: process.getuid?.(), has: isOnPath };

/**
 * The packages to install before the images can be built, none on a machine that is ready. Throws if they can be
 * neither found nor installed, or if the base image cannot be made at all.
 */
export function missingPackages(machine: Machine = thisMachine) {
  if (machine.platform !== "linux" || !machine.has("apt-get")) {
    throw new LabError(
      "the local images are built from Debian packages: expected Debian or Ubuntu (WSL2 too), seen another system.",
      "Use the official images: `./lab up --stack dev`. Or build on a Debian and carry them over with `docker save` and `docker load`.",
    );
  }
  if (machine.userId !== 0) {
    throw new LabError(
      "building the base image needs root (debootstrap changes its root folder): seen another user.",
      "Run `sudo ./lab images` once; everything else works without root.",
    );
  }
  const needed = { debootstrap: ["debootstrap", "debian-archive-keyring"], mvn: ["maven"], tar: ["tar"] };
  return Object.entries(needed).flatMap(([command, packages]) => (machine.has(command) ? [] : packages));
}

export async function installPackages(packages: string[], onLine: (line: string) => void) {
  const env = { DEBIAN_FRONTEND: "noninteractive", ...proxyEnvironment(process.env) };
  await run("apt-get", ["update", "-q"], { env, onLine });
  await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], {
    env,
    onLine,
    mustEnd: true, // dpkg refuses everything after an installation that was cut off
  });
}

function isOnPath(command: string) {
  const dirs = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return dirs.some((dir) => existsSync(join(dir, command)));
}
