import { statfsSync } from "node:fs";
import { LabError } from "../../common/lab-error.mjs";

/** Below this, a failed build has most likely failed because the disk is full, whatever it printed. */
const fullBelowBytes = 64 * 1024 * 1024;

/**
 * Derives, from what a failed build printed and the free space where it writes, what the user can do about it; a
 * failure that is not recognised is returned with its output.
 */
export function explainBuildFailure(
  image: string,
  output: string,
  places: { path: string; freeBytes: number }[],
) {
  if (isOutOfSpace(output) || places.some(({ freeBytes }) => freeBytes < fullBelowBytes)) {
    const free = places.map(({ path, freeBytes }) => `${megabytes(freeBytes)} free in ${path}`).join(", ");
    return new LabError(
      `no disk space left while building ${image}: expected about 2 GB, seen ${free || "none"}.`,
      "See what uses it with `docker system df` and `df -h`, free some (`./lab clean --all` frees what the lab uses), then try again.",
    );
  }
  const known = causes.find(({ pattern }) => pattern.test(output));
  return new LabError(
    `${image} could not be built:\n${lastLines(output)}`,
    known?.hint ?? "Fix what is reported above, then run `./lab images` again.",
  );
}

/** Free space where a build writes; folders that this machine does not see (a remote engine's) are left out. */
export function freeSpace(paths: string[]) {
  return paths.flatMap((path) => {
    try {
      const { bavail, bsize } = statfsSync(path);
      return [{ path, freeBytes: bavail * bsize }];
    } catch {
      return [];
    }
  });
}

const causes = [
  {
    pattern: /ENOENT/,
    hint: "A command of that name is not on PATH: install it (docker comes with the package docker.io), then try again.",
  },
  {
    pattern: /Cannot connect to the Docker daemon|permission denied.*docker/is,
    hint: "The Docker engine did not answer: `./lab doctor` says why.",
  },
  {
    pattern:
      /PKIX path|trustAnchors|certificate (verif|is not trusted|problem)|unable to (get|verify).*certificate|x509:/i,
    hint: "A mirror or proxy with a private CA? Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem, then try again.",
  },
  {
    pattern:
      /Could not (resolve|connect)|Temporary failure resolving|Couldn't download|Could not transfer|Unknown host|Connection (refused|timed out)|Failed to fetch|Failed getting release file/i,
    hint: "The package mirror cannot be reached: set HTTPS_PROXY and HTTP_PROXY, a mirror (DEBIAN_MIRROR for Debian, ~/.m2/settings.xml for Maven), or look at the network, then try again.",
  },
];

function isOutOfSpace(output: string) {
  return /no space left on device|ENOSPC|enough free (disk )?space|disk quota exceeded/i.test(output);
}

function lastLines(output: string) {
  return output.trimEnd().split("\n").slice(-15).join("\n");
}

function megabytes(bytes: number) {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}
