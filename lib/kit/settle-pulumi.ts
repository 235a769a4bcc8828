import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runLogged } from "../terminal/processes.ts";
import type { Manifest } from "./manifest.ts";
import { ownPlatform } from "./platforms.ts";
import { pulumiHome } from "./pulumi-home.ts";

/**
 * Puts the Pulumi CLI of a kit, if it has one for this machine, where its own installer would: ~/.pulumi/bin, and the
 * provider among its plugins. What is there is kept, and so is a CLI on PATH.
 */
export async function settlePulumi(
  dir: string,
  { files }: Pick<Manifest, "files">,
  log: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const file = files.find(({ path }) => path.startsWith(`pulumi/${ownPlatform().name.replace("/", "-")}-`));
  if (file === undefined) return;
  const home = pulumiHome(env);
  const [bin, plugins, work] = ["bin", "plugins", "kafka-lab.unfinished"].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    await runLogged("tar", ["-xzof", join(dir, file.path), "-C", work], {});
    const isKept = hasOnPath("pulumi", env) || existsSync(join(bin, "pulumi"));
    for (const name of readdirSync(work)) {
      if (name.startsWith("resource-")) moveIfMissing(work, plugins, name);
      else if (!isKept) moveIfMissing(work, bin, name);
    }
    log(
      isKept
        ? "Pulumi CLI: this machine's own is kept, and has the Docker provider."
        : `Pulumi CLI: in ${bin}. To use it instead of the lab's own engine: export PATH="${bin}:$PATH"`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function moveIfMissing(from: string, to: string, name: string): void {
  if (existsSync(join(to, name))) return;
  mkdirSync(to, { recursive: true });
  renameSync(join(from, name), join(to, name));
}

function hasOnPath(command: string, env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));
}
