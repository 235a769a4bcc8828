import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { requireHosts } from "../../lib/hosts/require-hosts.ts";

/** Where Debian's package of the registry is unpacked. */
const registry = join(".lab", "cache", "docker-registry");

/** Why this machine cannot have hosts, or must not: those that there are belong to somebody. */
export function reasonAgainstHosts(): string | undefined {
  if (existsSync("/run/netns/kafka-lab-1")) return "there are hosts on this machine: ./lab hosts down";
  try {
    requireHosts();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Takes the registry's package over into a copy of the project, so that it is fetched once. */
export function copyRegistryPackage(dir: string) {
  if (!existsSync(join(labDir, registry))) return;
  mkdirSync(dirname(join(dir, registry)), { recursive: true });
  cpSync(join(labDir, registry), join(dir, registry), { recursive: true });
}
