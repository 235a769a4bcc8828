import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EngineError } from "../../common/engine-error.ts";
import { reportRefusal, writeWhole } from "../../common/write-whole.ts";
import { backendFolder } from "./backend-url.ts";
import { isTrue } from "./environment.ts";
import type { Project } from "./project.ts";

/** The paths of the files of one stack, in the layout of Pulumi's local backend. */
export interface StackFiles {
  /** The backend's own folder, which holds the files of all its stacks. */
  readonly root: string;
  readonly state: string;
  readonly backup: string;
  readonly locks: string;
  readonly history: string;
}

/**
 * Finds the files of a stack where Pulumi would, so that both engines see one state; writes nothing.
 * @throws EngineError for a layout of the backend that this engine does not support
 */
export function openBackend(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv = process.env,
): StackFiles {
  const root = join(backendFolder(project, env), ".pulumi");
  refuseForeignLayout(root, env);
  const stacks = join(root, "stacks", project.name);
  const state = join(stacks, `${stack}.json`);
  refuseCompressed(state);
  return {
    root,
    state,
    backup: `${state}.bak`,
    locks: join(root, "locks", "organization", project.name, stack),
    history: join(root, "history", project.name, stack),
  };
}

/** Creates what a backend needs before a stack's files can be written. */
export function createBackend({ root, state }: StackFiles): void {
  reportRefusal(root, () => mkdirSync(join(state, ".."), { recursive: true }));
  const meta = join(root, "meta.yaml");
  if (!existsSync(meta)) writeWhole(meta, "version: 1\n");
}

/** The names of the project's stacks that have a state. */
export function stacksWithState(project: Project, env: NodeJS.ProcessEnv = process.env): string[] {
  const root = join(backendFolder(project, env), ".pulumi");
  return stackFilesIn(join(root, "stacks", project.name)).map((name) => name.replace(STACK_FILE, ""));
}

const STACK_FILE = /\.json(\.gz|\.zst)?$/;

function stackFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return reportRefusal(folder, () => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && STACK_FILE.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Version 1 has a folder for each project. Earlier layouts do not, and this engine would not see their stacks. */
function refuseForeignLayout(root: string, env: NodeJS.ProcessEnv): void {
  const version = versionOf(join(root, "meta.yaml"));
  if (version === 1) return;
  if (version !== undefined && version !== 0) {
    throw new EngineError(
      `The backend ${root} has version ${version} in its meta.yaml; the embedded engine knows version 1. Use the Pulumi CLI.`,
    );
  }
  const legacy = stackFilesIn(join(root, "stacks"));
  const requested = ["PULUMI_DIY_BACKEND_LEGACY_LAYOUT", "PULUMI_SELF_MANAGED_STATE_LEGACY_LAYOUT"].find(
    (name) => isTrue(env[name]),
  );
  if (version === undefined && legacy.length === 0 && requested === undefined) return;
  const seen =
    legacy.length > 0 ? `it holds ${legacy.join(", ")}` : (requested ?? "its meta.yaml says version 0");
  throw new EngineError(
    `The backend ${root} has the old layout without projects (${seen}), which the embedded engine does not know; nothing was written. Upgrade it with the Pulumi CLI: pulumi state upgrade`,
  );
}

function versionOf(meta: string): number | undefined {
  if (!existsSync(meta)) return undefined;
  let version: unknown;
  try {
    version = (parse(readFileSync(meta, "utf8")) as { version?: unknown } | null)?.version;
  } catch (error) {
    throw new EngineError(`${meta} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (Number.isInteger(version)) return version as number;
  throw new EngineError(`${meta}: expected "version: 1", saw ${JSON.stringify(version) ?? "no version"}.`);
}

function refuseCompressed(state: string): void {
  const compressed = [`${state}.gz`, `${state}.zst`].find((file) => existsSync(file));
  if (compressed === undefined) return;
  throw new EngineError(
    `The state ${compressed} is compressed, which the embedded engine does not read; nothing was written. Use the Pulumi CLI, or unpack it and remove the compressed file.`,
  );
}
