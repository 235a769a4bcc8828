import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { labDir } from "../../common/project.mjs";
import { registryFolder } from "../../lib/hosts/registry-program.ts";
import { requireHosts } from "../../lib/hosts/require-hosts.ts";

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
  if (!existsSync(registryFolder)) return;
  const copy = join(dir, relative(labDir, registryFolder));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(registryFolder, copy, { recursive: true });
}
