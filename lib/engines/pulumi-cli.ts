import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { backendFolder } from "../../engine/stack-files.ts";
import type { PulumiCli } from "./engine-choice.ts";
import type { OperationRequest } from "./engine-operation.ts";

const execFileAsync = promisify(execFile);

/** Looks for a CLI that works, and for the provider, in the wanted version, that the program will ask it for. */
export async function probePulumi(
  wanted: string,
  { env = process.env, budgetMs = 15_000 }: { env?: NodeJS.ProcessEnv; budgetMs?: number } = {},
): Promise<PulumiCli> {
  const path = (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "pulumi"))
    .find(isExecutable);
  if (path === undefined) return {};
  const options = { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout: budgetMs };
  try {
    const [version, plugins] = await Promise.all([
      execFileAsync(path, ["version"], options),
      execFileAsync(path, ["plugin", "ls", "--json"], options),
    ]);
    const plugin = findPlugin(JSON.parse(plugins.stdout), wanted);
    return { path, version: version.stdout.trim(), ...(plugin ? { plugin } : {}) };
  } catch (error) {
    const { message } = error as Error;
    return { path, failure: message.split("\n").slice(0, 2).join(" ") };
  }
}

/** The provider has the version of its SDK in node_modules: that is the one the program asks for. */
export function wantedPlugin(): string {
  try {
    const file = createRequire(import.meta.url).resolve("@pulumi/docker/package.json");
    return JSON.parse(readFileSync(file, "utf8")).version.replace(/^v/, "") as string;
  } catch (cause) {
    throw new LabError("@pulumi/docker is not installed.", "Install the dependencies: npm ci", { cause });
  }
}

/**
 * What the CLI needs to know that it cannot find out by itself. A folder of state that is named relatively would be
 * another one in every folder the CLI is called from.
 */
export function pulumiEnvironment(projectDir: string, env = process.env): NodeJS.ProcessEnv {
  const url = env.PULUMI_BACKEND_URL || absoluteBackendUrl(projectDir);
  return {
    ...env,
    ...passphrase(projectDir, env),
    ...(url ? { PULUMI_BACKEND_URL: url } : {}),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: [join(labDir, "node_modules", ".bin"), env.PATH ?? ""].join(delimiter),
  };
}

/** The lab's own stacks hold no secrets, and an empty passphrase saves a question; another project's owner sets one. */
export function passphrase(projectDir: string, env = process.env): { PULUMI_CONFIG_PASSPHRASE?: string } {
  const isSet = env.PULUMI_CONFIG_PASSPHRASE !== undefined || env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
  return isSet || projectDir !== labDir ? {} : { PULUMI_CONFIG_PASSPHRASE: "" };
}

/** The project's backend with its path made absolute; the folder must exist before the CLI is called. */
function absoluteBackendUrl(projectDir: string) {
  const url = parse(readFileSync(join(projectDir, "Pulumi.yaml"), "utf8"))?.backend?.url;
  if (typeof url !== "string" || !url.startsWith("file://") || url.startsWith("file://~")) return url;
  const folder = backendFolder(url, projectDir);
  mkdirSync(folder, { recursive: true });
  const [, parameters] = url.split("?");
  const path = folder.replace(/[%?#]/g, encodeURIComponent);
  return `file://${path}${parameters === undefined ? "" : `?${parameters}`}`;
}

/** The same request in the CLI's own words; it never asks. `onlyPreview`: what it would do, and no more. */
export function pulumiArguments(
  request: OperationRequest,
  { eventLog, onlyPreview = false }: { eventLog?: string; onlyPreview?: boolean } = {},
) {
  const command = onlyPreview && request.operation === "up" ? "preview" : request.operation;
  const changes = command !== "preview" && !onlyPreview;
  return [
    command,
    ...["--stack", request.stack],
    ...(onlyPreview && command !== "preview" ? ["--preview-only"] : []),
    ...(changes ? ["--yes"] : []),
    "--non-interactive",
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

function findPlugin(plugins: { name: string; kind: string; version?: string }[], wanted: string) {
  return plugins.find(
    ({ name, kind, version }) => name === "docker" && kind === "resource" && version === wanted,
  )?.version;
}

function isExecutable(path: string) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
