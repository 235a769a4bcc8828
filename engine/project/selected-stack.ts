import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome } from "../../common/user.ts";
import { backendFolder, folderOf } from "./backend-url.ts";
import type { Project } from "./project.ts";
import { requireStack } from "./stack-name.ts";

/** What the CLI remembers of a project: `stacks` by the URL of their backend; versions of before knew one only. */
interface Workspace {
  readonly stack?: unknown;
  readonly stacks?: Readonly<Record<string, unknown>>;
}

/** The stack that `pulumi stack select` chose for this project and backend, if there still is one by that name. */
export function selectedStack(project: Project, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { stack, stacks } = readWorkspace(project, env) ?? {};
  const url = Object.keys(stacks ?? {}).find((key) => isBackend(key, project, env));
  const name = url === undefined ? stack : stacks?.[url];
  return typeof name === "string" ? orUndefined(() => requireStack(project, name)) : undefined;
}

/** The CLI names its file by the project and by the path of its Pulumi.yaml, as it was reached. */
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

/** What the CLI left is a hint, and no reason to fail. */
function orUndefined<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
