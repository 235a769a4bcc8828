import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { probePulumi, wantedPlugin } from "../../engines/pulumi-cli.ts";
import { ownPlatform } from "../../kit/platforms.ts";
import { providerFolder, pulumiHome } from "../../kit/pulumi-home.ts";
import type { Part } from "./part.ts";
import { writeOutput } from "./write-output.ts";

/** What a program in TypeScript needs beside `pulumi` itself; the other languages stay behind. */
const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * The Pulumi CLI of this machine with the Docker provider, as they lie in their folders, for machines of the same kind.
 * Undefined where there is none: the lab's own engine does the same work.
 */
export async function pulumiPart(
  log: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Part | undefined> {
  const plugin = wantedPlugin();
  const cli = await probePulumi(plugin, { env });
  if (cli.path === undefined || cli.version === undefined) return undefined;
  const provider = providerFolder(plugin);
  const plugins = join(pulumiHome(env), "plugins");
  if (cli.plugin === undefined || !existsSync(join(plugins, provider))) {
    log(
      `The Pulumi CLI is left out: it lacks the provider. Get it: pulumi plugin install resource docker ${plugin}`,
    );
    return undefined;
  }
  const folder = dirname(realpathSync(cli.path));
  const names = ["pulumi", ...companions].filter((name) => existsSync(join(folder, name)));
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const { name: platform } = ownPlatform();
  const version = cli.version.replace(/^v/, "").replace(/[^\w.-]/g, "-");
  return {
    path: `pulumi/${platform.replace("/", "-")}-${version}-${plugin}.tar.gz`,
    platform,
    aboutBytes: bytes / 2,
    write: (file, show) =>
      writeOutput(file, ["tar", "-chf", "-", "-C", folder, ...names, "-C", plugins, provider], { show }),
  };
}
