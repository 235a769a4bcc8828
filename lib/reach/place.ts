import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { defaultPorts } from "../../common/lab-layout.ts";
import { defaultSocket } from "../docker/docker-host.ts";

/** Where this process is, seen from the Docker engine. */
interface Place {
  kind: "remote" | "container" | "wsl" | "vm" | "rootless" | "namespace" | "here";
  /** Why a port that Docker publishes may not reach it. */
  why: string;
  /** What makes it reach. */
  todo: string;
  /** Where the engine is, for a report. */
  seen: string;
}

/** What is looked at, so that a test can be any machine. */
export interface Surroundings {
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  /** A file, or the empty text where there is none. */
  read?: (path: string) => string;
  exists?: (path: string) => boolean;
  /** What a symbolic link names, or the empty text. */
  link?: (path: string) => string;
  /** The process ids of the engines that run next to this process. */
  engines?: () => string[];
  /** The names of the network interfaces. */
  interfaces?: () => string[];
}

interface Wanted {
  /** The one that is not reached. */
  port: number;
  /** Of the lab's names. */
  prefix?: string;
}

/**
 * A port is published on the machine of the engine, and that need not be the machine of the process that asks. Which of the
 * known cases it is, the surest sign first: a container on WSL2 shows the signs of both.
 */
export function findPlace(wanted: Wanted, surroundings: Surroundings = {}): Place {
  const { env = process.env, platform = process.platform, read = readText } = surroundings;
  const engine = env.DOCKER_HOST || `unix://${defaultSocket}`;
  if (isRemote(engine)) return remote(engine, wanted);
  if (isContainerOfEngine(surroundings)) return container(env, wanted);
  if (env.WSL_DISTRO_NAME || /microsoft/i.test(read("/proc/version"))) return wsl;
  const program = programs.find(([folder]) => engine.includes(`/${folder}/`))?.[1];
  if (program || platform === "darwin") return virtualMachine(program ?? "Docker Desktop");
  if (/\/run\/user\/\d+\//.test(engine)) return rootless;
  return isApart(surroundings) ? namespace : here(wanted);
}

/** Whether the engine's ports and this machine's are two different sets: who listens here says nothing then. */
export function isEngineElsewhere(surroundings: Surroundings = {}) {
  const { kind } = findPlace({ port: 0 }, surroundings);
  return kind === "remote" || kind === "container";
}

/** Programs that keep the engine in a virtual machine, by the folder of their socket. */
const programs = [
  [".colima", "Colima"],
  [".lima", "Lima"],
  [".rd", "Rancher Desktop"],
  [".orbstack", "OrbStack"],
  [".docker", "Docker Desktop"],
];

function isRemote(engine: string) {
  if (/^(unix|npipe|fd):/.test(engine) || engine.startsWith("/")) return false;
  const host = hostOf(engine);
  return !/^(localhost|127(\.\d+){3}|::1|0\.0\.0\.0)$/.test(host) || engine.startsWith("ssh:");
}

/** Without the user and the other parts of the address. */
function hostOf(engine: string) {
  const url = /^\w+:\/\//.test(engine) ? engine : `tcp://${engine}`;
  return URL.canParse(url) ? new URL(url.replace(/^\w+:/, "http:")).hostname.replace(/[[\]]/g, "") : engine;
}

/**
 * In a container whose engine is that of its host: an engine of its own runs next to it, and publishes its ports
 * here.
 */
function isContainerOfEngine({
  env = process.env,
  read = readText,
  exists = existsSync,
  engines = runningEngines,
}: Surroundings) {
  const isContainer =
    Boolean(env.REMOTE_CONTAINERS || env.CODESPACES || env.DEVCONTAINER) ||
    ["/.dockerenv", "/run/.containerenv"].some((path) => exists(path)) ||
    /\b(docker|containerd|kubepods|libpod|lxc)\b/.test(read("/proc/1/cgroup"));
  return isContainer && engines().length === 0;
}

/**
 * In another network namespace than the engine, as far as may be seen: a namespace of another user's process is
 * shown to root alone, but one that was just made has the loopback interface and no other.
 */
function isApart({ link = readLink, engines = runningEngines, interfaces = listInterfaces }: Surroundings) {
  const own = link("/proc/self/ns/net");
  const others = engines().map((pid) => link(`/proc/${pid}/ns/net`));
  const seen = others.filter(Boolean);
  if (own && seen.length > 0) return !seen.includes(own);
  return interfaces().every((name) => name === "lo");
}

function remote(engine: string, { port }: Wanted): Place {
  const host = hostOf(engine);
  return {
    kind: "remote",
    seen: `the engine runs on ${host}: ports are published there`,
    why: `the Docker engine runs on ${host}, and the port is published there`,
    todo: `bring it here in a second terminal: ssh -N -L ${port}:127.0.0.1:${port} ${host}`,
  };
}

function container(env: NodeJS.ProcessEnv, { prefix = "" }: Wanted): Place {
  const kind = env.CODESPACES ? "a codespace" : env.REMOTE_CONTAINERS ? "a dev container" : "a container";
  const { serviceA, serviceB } = defaultPorts;
  const [a, b] = [`http://${prefix}service-a:${serviceA}`, `http://${prefix}service-b:${serviceB}`];
  return {
    kind: "container",
    seen: `${kind} with the engine of its host: any program with its socket is root there, and ports are published there`,
    why: `this is ${kind} with the Docker engine of its host, and the port is published there`,
    todo: `use an engine inside of the container, as .devcontainer/ does; or join the lab's network: docker network connect ${prefix}kafka-lab "$(hostname)", then ./lab smoke --service-a ${a} --service-b ${b}`,
  };
}

/** https://learn.microsoft.com/windows/wsl/networking */
const wsl: Place = {
  kind: "wsl",
  seen: "WSL2",
  why: "this is WSL2, where published ports are not reached in the networking mode `mirrored`",
  todo: "in Windows, take networkingMode=mirrored out of %UserProfile%\\.wslconfig, run wsl --shutdown, and begin again",
};

function virtualMachine(program: string): Place {
  return {
    kind: "vm",
    seen: `the engine runs in the virtual machine of ${program}, which forwards ports`,
    why: `the Docker engine runs in the virtual machine of ${program}, which does not forward the port`,
    todo: `restart ${program}, then ./lab up`,
  };
}

const rootless: Place = {
  kind: "rootless",
  seen: "the engine runs without root, and forwards ports",
  why: "the Docker engine runs without root, in a network namespace of its own, and does not forward the port",
  todo: "restart it: systemctl --user restart docker; then ./lab up",
};

const namespace: Place = {
  kind: "namespace",
  seen: "the engine runs in another network namespace: ports are published there",
  why: "this shell runs in a network namespace of its own, and the port is published in another one",
  todo: "use a shell in the network of the engine: leave unshare -n, ip netns exec or the sandbox",
};

function here({ port }: Wanted): Place {
  return {
    kind: "here",
    seen: "this machine",
    why: "a firewall or a VPN is in between, or Docker's port forwarding is broken",
    todo: `see what holds port ${port}: sudo ss -ltnp 'sport = :${port}'; then restart Docker (sudo systemctl restart docker)`,
  };
}

function readText(path: string) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // not Linux, or not ours to read
  }
}

function readLink(path: string) {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function runningEngines() {
  try {
    return readdirSync("/proc").filter(
      (pid) => /^\d+$/.test(pid) && readText(`/proc/${pid}/comm`) === "dockerd\n",
    );
  } catch {
    return []; // not Linux
  }
}

function listInterfaces() {
  return Object.keys(networkInterfaces());
}
