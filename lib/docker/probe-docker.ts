import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { engineGet } from "./docker-api.ts";
import type { DockerProbe, Machine } from "./docker-decision.ts";
import { decideDocker } from "./docker-decision.ts";
import { findDockerHost, useDockerHost } from "./docker-host.ts";

/** Calls the engine once and says what was seen; from then on DOCKER_HOST names that engine. */
export async function probeDocker(timeoutMs = 15_000): Promise<DockerProbe> {
  const { url, source, ...rest } = findDockerHost();
  useDockerHost({ url, source, ...rest });
  try {
    const { status, body } = await engineGet("/version", { timeoutMs });
    if (status === 200 && isPodman(body)) return { reachable: false, code: "PODMAN", url, source };
    if (status === 200) return { reachable: true, version: body.Version, url, source };
    return { reachable: false, code: `HTTP ${status}`, url, source };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { reachable: false, code: code || message || "unknown error", url, source };
  }
}

/** Podman answers as Docker does, and says who it is among its parts. */
function isPodman({ Components }: { Components?: { Name?: string }[] }) {
  return (Components ?? []).some(({ Name }) => Name === "Podman Engine");
}

/** The engine must answer; for commands that neither install nor start one. */
export async function requireDocker() {
  const probe = await probeDocker();
  if (probe.reachable) return probe;
  const { message, hint } = decideDocker(probe, describeMachine());
  throw new LabError(message, hint);
}

export function describeMachine(): Machine {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    distributions: readDistributions(),
    hasDockerd: findDockerd() !== undefined,
    hasSystemd: existsSync("/run/systemd/system"),
    hasDockerPackages: ["docker-ce", "docker-ce-cli", "containerd.io"].some(isPackageInstalled),
  };
}

/** The engine's program; the folders of root's PATH are looked through as well. */
export function findDockerd() {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", "/usr/bin"];
  return folders.map((folder) => join(folder, "dockerd")).find((path) => existsSync(path));
}

function readDistributions() {
  if (!existsSync("/etc/os-release")) return [];
  const text = readFileSync("/etc/os-release", "utf8");
  return [...text.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, ids = ""]) => ids.split(" "));
}

function isPackageInstalled(name: string) {
  try {
    const status = execFileSync("dpkg-query", ["-W", "-f", `\${db:Status-Abbrev}`, name], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    return String(status).startsWith("ii");
  } catch {
    return false; // not installed, or not a machine with dpkg
  }
}
