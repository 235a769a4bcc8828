import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { labDir } from "./project.mjs";

/** @import { PulumiCli } from "./engine-choice.mjs" */
/** @import { OperationRequest } from "./engine.mjs" */

const execFileAsync = promisify(execFile);
const probeBudgetMs = 15_000;

/**
 * Looks for a CLI that works, and for the provider that the program will ask it for.
 * @param {string} wantedPlugin
 * @returns {Promise<PulumiCli>}
 */
export async function probePulumi(wantedPlugin, env = process.env) {
  const path = (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "pulumi"))
    .find(isExecutable);
  if (path === undefined) return {};
  try {
    const [version, plugins] = await Promise.all([
      execFileAsync(path, ["version"], { env, timeout: probeBudgetMs }),
      execFileAsync(path, ["plugin", "ls", "--json"], { env, timeout: probeBudgetMs }),
    ]);
    const plugin = findPlugin(JSON.parse(plugins.stdout), wantedPlugin);
    return { path, version: version.stdout.trim(), ...(plugin ? { plugin } : {}) };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return { path, failure: message.split("\n").slice(0, 2).join(" ") };
  }
}

/**
 * What the CLI needs to know that it cannot find out by itself. Its folder of state is given absolutely, because a
 * relative one starts a second state in every folder it is called from.
 * @param {string} projectDir
 * @returns {NodeJS.ProcessEnv}
 */
export function pulumiEnvironment(projectDir, env = process.env) {
  const stateDir = join(projectDir, ".pulumi-state");
  if (!env.PULUMI_BACKEND_URL) mkdirSync(stateDir, { recursive: true });
  return {
    ...env,
    PULUMI_BACKEND_URL: env.PULUMI_BACKEND_URL || pathToFileURL(stateDir).href,
    ...(env.PULUMI_CONFIG_PASSPHRASE_FILE
      ? {}
      : { PULUMI_CONFIG_PASSPHRASE: env.PULUMI_CONFIG_PASSPHRASE ?? "" }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: [join(labDir, "node_modules", ".bin"), env.PATH ?? ""].join(delimiter),
  };
}

/**
 * The same request in the CLI's own words.
 * @param {OperationRequest} request
 * @param {{ ask: boolean, eventLog?: string }} how
 */
export function pulumiArguments(request, { ask, eventLog }) {
  const changes = request.operation !== "preview";
  return [
    request.operation,
    ...["--stack", request.stack],
    ...(changes && !ask ? ["--yes"] : []),
    ...(ask ? [] : ["--non-interactive"]),
    ...(changes && (request.skipPreview || eventLog) ? ["--skip-preview"] : []),
    ...(request.refresh && request.operation !== "refresh" ? ["--refresh"] : []),
    ...(request.targets ?? []).flatMap((urn) => ["--target", urn]),
    ...(request.targetDependents ? ["--target-dependents"] : []),
    ...(request.expectNoChanges && request.operation !== "destroy" ? ["--expect-no-changes"] : []),
    ...(request.diff ? ["--diff"] : []),
    ...(request.verbose ? ["--logtostderr", "-v=3"] : []),
    ...(eventLog ? ["--event-log", eventLog] : []),
  ];
}

/**
 * @param {{ name: string, kind: string, version?: string }[]} plugins
 * @param {string} wanted
 */
function findPlugin(plugins, wanted) {
  return plugins.find(
    ({ name, kind, version }) => name === "docker" && kind === "resource" && version === wanted,
  )?.version;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
