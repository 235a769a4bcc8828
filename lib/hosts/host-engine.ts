import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { registryAddress } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { engineGet } from "../docker/docker-api.ts";
import { findDockerd } from "../docker/probe-docker.ts";
import { type Background, endBackground, pidOf, startBackground } from "./background.ts";
import { hostEndpoint, hostFolder, hostName } from "./host-layout.ts";
import { forgetInterfaces, setHostLink } from "./host-network.ts";

const startMs = 60_000;

/**
 * Starts the engine of a host, with processes, mounts and a name of its own. Its first process is the host's: if it is
 * killed, so are the engine and all containers, as when a machine loses power.
 */
export async function startHost(host: number) {
  const folder = hostFolder(host);
  const what = backgroundOf(host);
  if (pidOf(what) === undefined) {
    await forgetInterfaces(host);
    await setHostLink(host, "up");
    for (const name of ["exec", "docker.pid", "docker.sock"])
      rmSync(join(folder, name), { recursive: true, force: true });
    for (const name of ["data", "exec", "cgroups"]) mkdirSync(join(folder, name), { recursive: true });
    // Its own settings, because those of this machine's engine are for that one.
    writeFileSync(join(folder, "daemon.json"), JSON.stringify({ "insecure-registries": [registryAddress] }));
  }
  const namespaces = [
    "--uts",
    "--ipc",
    "--mount",
    "--propagation",
    "slave",
    "--pid",
    "--fork",
    "--kill-child",
  ];
  const dockerd = findDockerd() ?? "dockerd";
  const args = [
    `--net=/run/netns/${hostName(host)}`,
    ...["unshare", ...namespaces, "bash", "-c", bringUp, "host", folder, hostName(host), dockerd],
  ];
  await waitForEngine(host, startBackground(what, "nsenter", args));
}

/**
 * Ends it as a power cut does: with its plug out first, because the kernel of a host without power closes no connection
 * and refuses none. Its volumes and images are there when it starts again.
 */
export async function killHost(host: number) {
  await setHostLink(host, "down");
  await endHost(host);
}

/** Ends its engine and all its containers. */
export async function endHost(host: number) {
  await endBackground(backgroundOf(host));
}

/** Whether the host runs. */
export function isHostUp(host: number) {
  return pidOf(backgroundOf(host)) !== undefined;
}

function backgroundOf(host: number): Background {
  const folder = hostFolder(host);
  return { pidFile: join(folder, "host.pid"), logFile: join(folder, "log"), mark: folder };
}

/** In the host's namespaces: its own view of processes, of interfaces and of the engine's folders in /run. */
const bringUp = `
set -e
folder=$1 name=$2 dockerd=$3
hostname "$name"
mount -t proc proc /proc
mount --rbind /sys/fs/cgroup "$folder/cgroups"
umount -l /sys
mount -t sysfs sysfs /sys
mount --rbind "$folder/cgroups" /sys/fs/cgroup
umount -l "$folder/cgroups"
awk '$5 ~ "^/(var/lib/docker|run/docker|var/run/docker)(/|$)" { print $5 }' /proc/self/mountinfo | tac |
  while read -r mount; do umount -l "$mount" || true; done
mkdir -p /run/docker /run/containerd
mount -t tmpfs tmpfs /run/docker
mount -t tmpfs tmpfs /run/containerd
export PATH="\${dockerd%/*}:$PATH"
init=$(command -v docker-init || true)
exec \${init:+"$init" --} "$dockerd" --host "unix://$folder/docker.sock" --pidfile "$folder/docker.pid" \\
  --data-root "$folder/data" --exec-root "$folder/exec" --cgroup-parent "/$name" \\
  --config-file "$folder/daemon.json"
`;

async function waitForEngine(host: number, runs: () => boolean) {
  const deadline = Date.now() + startMs;
  while (!(await answers(host))) {
    if (!runs() || Date.now() > deadline) {
      const log = join(hostFolder(host), "log");
      throw new LabError(
        `the engine of ${hostName(host)} did not start:\n${lastLines(log)}`,
        `All of it: ${log}. To begin anew: ./lab hosts down`,
      );
    }
    await delay(200);
  }
}

/** Whether its engine answers. */
export async function answers(host: number) {
  return engineGet("/_ping", { host: hostEndpoint(host), timeoutMs: 2_000 }).then(
    ({ status }) => status === 200,
    () => false,
  );
}

function lastLines(path: string) {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-5).join("\n");
}
