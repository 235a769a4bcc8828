import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { EngineError } from "./engine-error.ts";
import type { Project } from "./project.ts";

/** Where the files of one stack lie, in the layout of Pulumi's local backend. */
export interface StackFiles {
  readonly state: string;
  readonly backup: string;
  readonly locks: string;
  readonly history: string;
}

/** Finds the backend that Pulumi would use and makes its folders, so that both engines see one state. */
export function openBackend(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv = process.env,
): StackFiles {
  const folder = join(backendFolder(project, env), ".pulumi");
  mkdirSync(folder, { recursive: true });
  const meta = join(folder, "meta.yaml");
  if (!existsSync(meta)) writeFileSync(meta, "version: 1\n");
  const stacks = join(folder, "stacks", project.name);
  mkdirSync(stacks, { recursive: true });
  return {
    state: join(stacks, `${stack}.json`),
    backup: join(stacks, `${stack}.json.bak`),
    locks: join(folder, "locks", "organization", project.name, stack),
    history: join(folder, "history", project.name, stack),
  };
}

/** `PULUMI_BACKEND_URL` starts at the working directory of the command, `backend.url` at the folder of Pulumi.yaml. */
function backendFolder(project: Project, env: NodeJS.ProcessEnv): string {
  if (env.PULUMI_BACKEND_URL) return pathOf(env.PULUMI_BACKEND_URL, process.cwd());
  if (project.backendUrl !== undefined) return pathOf(project.backendUrl, project.root);
  throw new EngineError(
    'No backend is named. Add `backend: {url: "file://./.pulumi-state"}` to Pulumi.yaml, or set PULUMI_BACKEND_URL to a file:// URL.',
  );
}

function pathOf(url: string, base: string): string {
  if (!url.startsWith("file://")) {
    throw new EngineError(
      `The backend "${url}" is not supported by the embedded engine: it keeps state in files (file://...); use the Pulumi CLI.`,
    );
  }
  const path = url.slice("file://".length);
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : resolve(base, path);
}
