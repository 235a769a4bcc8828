import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome } from "../../common/user.ts";
import { backendFolder, folderOf } from "./backend-url.ts";
import type { Project } from "./project.ts";
import { requireStack } from "./stack-name.ts";

/** The CLI's notes on a project: `stacks` by the URL of their backend; earlier versions knew only one stack. */
interface Workspace {
  readonly stack?: unknown;
  readonly stacks?: Readonly<Record<string, unknown>>;
}

/** The stack that `pulumi stack select` chose for this project and backend, if it still exists. */
export function selectedStack(project: Project, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { stack, stacks } = readWorkspace(project, env) ?? {};
  const url = Object.keys(stacks ?? {}).find((key) => isBackend(key, project, env));
  const name = url === undefined ? stack : stacks?.[url];
  return typeof name === "string" ? orUndefined(() => requireStack(project, name)) : undefined;
}

/** The CLI names its file after the project and the path of its Pulumi.yaml, which may contain symbolic links. */
function readWorkspace(project: Project, env: NodeJS.ProcessEnv): Workspace | undefined {
  const folders = [project.root, realpathSync(project.root)];
  const files = folders.map((folder) => {
    const path = join(folder, `Pulumi${project.extension}`);
    const hash = createHash("sha1").update(path).digest("hex");
    return join(pulumiHome(env), "workspaces", `${project.name}-${hash}-workspace.json`);
  });
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : orUndefined(() => JSON.parse(readFileSync(file, "utf8")));
}

function isBackend(url: string, project: Project, env: NodeJS.ProcessEnv): boolean {
  return orUndefined(() => folderOf(url, project.root) === backendFolder(project, env)) === true;
}

/** The CLI's notes are a hint, and not a reason to fail. */
function orUndefined<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
