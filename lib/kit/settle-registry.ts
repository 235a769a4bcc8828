import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { registryFolder, registryProgram } from "../hosts/registry-program.ts";
import { runLogged } from "../terminal/processes.ts";
import type { Manifest } from "./manifest.ts";
import { ownPlatform } from "./platforms.ts";

/** Puts the registry of a kit, if it has one for this machine, where `./lab hosts up` looks for it. */
export async function settleRegistry(
  dir: string,
  { files }: Pick<Manifest, "files">,
  log: (line: string) => void,
): Promise<void> {
  const file = files.find(({ path }) => path.startsWith(`registry/${ownPlatform().name.replace("/", "-")}-`));
  if (file === undefined || existsSync(registryProgram)) return;
  mkdirSync(registryFolder, { recursive: true });
  await runLogged("tar", ["-xzof", join(dir, file.path), "-C", registryFolder], {});
  log("Registry: for ./lab hosts (lesson 20)");
}
