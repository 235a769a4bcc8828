import { defaultSocket } from "./docker-host.ts";

/** What was seen when the engine was called. */
export type DockerProbe =
  | { reachable: true; version: string; url: string; source: string }
  | { reachable: false; code: string; url: string; source: string };

/** What this machine is, as far as it matters for getting an engine to run. */
export interface Machine {
  /** `linux`, `darwin`, ... */
  platform: string;
  isRoot: boolean;
  /** ID and ID_LIKE of /etc/os-release. */
  distributions: string[];
  /** Whether the engine's program is installed. */
  hasDockerd: boolean;
  /** Whether systemd runs this machine. */
  hasSystemd: boolean;
  /** Whether packages of Docker's own repository are there (they conflict with docker.io). */
  hasDockerPackages: boolean;
}

export type DockerDecision =
  | { action: "none" | "start-service" | "start-dockerd"; message: string; hint: string }
  | { action: "install"; packages: string[]; message: string; hint: string }
  | { action: "refuse"; message: string; hint: string };

/**
 * What to do so that a Docker engine answers. Stopped is not missing, and nothing is installed or started but as
 * root.
 */
export function decideDocker(probe: DockerProbe, machine: Machine): DockerDecision {
  const at = `${probe.url} (${probe.source})`;
  if (probe.reachable) return { action: "none", message: `engine ${probe.version} at ${at}`, hint: "" };
  if (probe.code === "EACCES" || probe.code === "EPERM") return refuseSocket(probe.url);
  if (probe.code === "PODMAN") {
    return refuse(
      `the engine at ${at} is Podman, and the lab needs Docker: it waits for health and builds images in ways that Podman does not have.`,
      "Point to a Docker engine (unset DOCKER_HOST, or docker context use NAME), or install one: https://docs.docker.com/engine/install/",
    );
  }
  const isLocal = probe.url === `unix://${defaultSocket}`;
  if (!isLocal) {
    return refuse(
      `the Docker engine at ${at} does not answer (${probe.code}).`,
      "Start it, or point elsewhere: unset DOCKER_HOST, or docker context use default.",
    );
  }
  if (machine.platform === "darwin") {
    return refuse(
      "no Docker engine answers.",
      "Start Docker Desktop (open -a Docker), or install it: https://docs.docker.com/desktop/setup/install/mac-install/",
    );
  }
  return machine.hasDockerd ? startEngine(probe.code, machine) : installEngine(machine);
}

function startEngine(code: string, { isRoot, hasSystemd }: Machine): DockerDecision {
  const message = `Docker is installed and not running (${defaultSocket}: ${code}).`;
  const command = hasSystemd ? "systemctl start docker" : "service docker start";
  if (!isRoot) return refuse(message, `Start it: sudo ${command}`);
  return {
    action: hasSystemd ? "start-service" : "start-dockerd",
    message,
    hint: `Start it: ${command}, or let ./lab start do it.`,
  };
}

function installEngine({ isRoot, distributions, hasDockerPackages }: Machine): DockerDecision {
  const message = "Docker is not installed: no engine answers and there is no dockerd.";
  if (!distributions.some((id) => id === "debian" || id === "ubuntu")) {
    return refuse(message, "Install it: https://docs.docker.com/engine/install/");
  }
  const packages = hasDockerPackages ? ["docker-ce"] : ["docker.io", "iptables"];
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (!isRoot) return refuse(message, `Install it: sudo ${command}`);
  return { action: "install", packages, message, hint: `Install it: ${command}, or let ./lab start do it.` };
}

function refuseSocket(url: string): DockerDecision {
  return refuse(
    `this user may not open Docker's socket ${url.replace("unix://", "")} (permission denied).`,
    "Join its group: sudo usermod -aG docker $USER, then log in again; or run a rootless engine: https://docs.docker.com/go/rootless/",
  );
}

function refuse(message: string, hint: string): DockerDecision {
  return { action: "refuse", message, hint };
}
