import { type Dirent, existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hostNumbers } from "../../common/hosts-layout.ts";
import { runLogged } from "../terminal/processes.ts";
import { endHost } from "./host-engine.ts";
import { hostFolder, hostName, hostsFolder } from "./host-layout.ts";
import { removeHostNetwork } from "./host-network.ts";
import { endRegistry } from "./registry.ts";
import { statesOnHosts } from "./states-on-hosts.ts";

/** Ends the hosts and removes all that they kept, and what is known of it; the registry's program stays in the cache. */
export async function removeHosts() {
  // Before anything is removed: settings that cannot be read are put right first.
  const states = statesOnHosts();
  for (const host of hostNumbers) await endHost(host);
  await endRegistry();
  await removeHostNetwork();
  for (const host of hostNumbers) {
    removeControlGroups(hostName(host));
    await unmountBelow(hostFolder(host));
  }
  for (const file of states) rmSync(file, { force: true });
  rmSync(hostsFolder, { recursive: true, force: true });
}

/** Whether anything of hosts is on this machine. */
export function hasHosts() {
  return existsSync(hostsFolder);
}

async function unmountBelow(folder: string) {
  const points = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of points.reverse()) await runLogged("umount", ["-l", point], {});
}

/** What a killed host leaves in the kernel's tree of control groups, in one tree or in one for each resource. */
function removeControlGroups(name: string) {
  const root = "/sys/fs/cgroup";
  const trees = [root, ...folders(root).map((tree) => join(root, tree))];
  for (const tree of trees) removeEmpty(join(tree, name));
}

function removeEmpty(folder: string) {
  if (!existsSync(folder)) return;
  for (const inner of folders(folder)) removeEmpty(join(folder, inner));
  try {
    rmdirSync(folder);
  } catch {
    // It is the kernel's, and empty: a next start uses it again.
  }
}

function folders(path: string): string[] {
  const isFolder = (entry: Dirent) => entry.isDirectory();
  return readdirSync(path, { withFileTypes: true })
    .filter(isFolder)
    .map(({ name }) => name);
}
