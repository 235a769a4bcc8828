import { homedir } from "node:os";
import { join } from "node:path";

/** Where the Pulumi CLI keeps its plugins, and its installer the CLI: https://www.pulumi.com/docs/iac/cli/environment-variables/ */
export const pulumiHome = (env: NodeJS.ProcessEnv = process.env): string =>
  env.PULUMI_HOME || join(env.HOME || homedir(), ".pulumi");

/** The folder of the Docker provider among the plugins. */
export const providerFolder = (version: string): string => `resource-docker-v${version}`;
