import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { debianKeyring } from "./debian.ts";
import { proxyEnvironment } from "./proxy.ts";
import { run } from "./run-command.ts";

/** The facts that decide whether an image can be built here. */
interface Machine {
  platform: string;
  userId: number | undefined;
  /** Whether there is a command of this name, or this file. */
  has: (commandOrPath: string) => boolean;
}

/** Packages, and what of each is used. */
const needed = {
  "debian-archive-keyring": debianKeyring,
  maven: "mvn",
  dpkg: "dpkg-deb",
  tar: "tar",
};

const thisMachine: Machine = { platform: process.platform, userId: process.getuid?.(), has: isThere };

/**
 * The packages to install before the images can be built, none on a machine that is ready. Throws if they can be
 * neither found nor installed.
 */
export function missingPackages(machine: Machine = thisMachine) {
  if (machine.platform !== "linux" || !machine.has("apt-get")) {
    throw new LabError(
      "the local images are built from Debian packages: expected Debian or Ubuntu (WSL2 too), seen another system.",
      "Use the official images: `./lab up --stack dev`. Or build on a Debian and carry them over with `docker save` and `docker load`.",
    );
  }
  const missing = Object.entries(needed).flatMap(([name, file]) => (machine.has(file) ? [] : [name]));
  if (missing.length > 0 && machine.userId !== 0) {
    throw new LabError(
      `building the images needs ${missing.join(", ")}, and installing packages needs root: seen another user.`,
      `Install them: sudo apt-get install ${missing.join(" ")}, then try again.`,
    );
  }
  return missing;
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

function isThere(command: string) {
  if (command.startsWith("/")) return existsSync(command);
  const dirs = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return dirs.some((dir) => existsSync(join(dir, command)));
}
