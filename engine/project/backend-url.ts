import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EngineError } from "../../common/engine-error.ts";
import { homeFolder, pulumiHome } from "../../common/user.ts";
import type { Project } from "./project.ts";

/** Parameters of a file backend that make no difference here, because files are always written whole next to their place. */
const KNOWN_PARAMETERS = ["no_tmp_dir", "create_dir", "metadata"];

/**
 * The folder of the backend that Pulumi would use: PULUMI_BACKEND_URL, then `backend.url` of Pulumi.yaml, then the one of
 * `pulumi login`. The first and the last are relative to the working directory, `backend.url` to the folder of Pulumi.yaml.
 * @throws EngineError for a backend that is not a folder
 */
export function backendFolder(project: Project, env: NodeJS.ProcessEnv = process.env): string {
  if (env.PULUMI_BACKEND_URL) return folderOf(env.PULUMI_BACKEND_URL, process.cwd());
  if (project.backendUrl) return folderOf(project.backendUrl, project.root);
  const login = currentLogin(env);
  if (login) return folderOf(login, process.cwd());
  throw new EngineError(
    'No backend is named. Add `backend: {url: "file://./.pulumi-state"}` to Pulumi.yaml, or set PULUMI_BACKEND_URL to a file:// URL.',
  );
}

/** The path in a `file://` URL: relative, absolute or under `~`; `%20` is a space, and parameters are not part of it. */
export function folderOf(url: string, base: string): string {
  const [, rest] = /^file:\/\/(.*)$/s.exec(url) ?? [];
  if (rest === undefined) {
    throw new EngineError(
      `The backend "${url}" is not supported by the embedded engine: it keeps state in files (file://...). Use the Pulumi CLI.`,
    );
  }
  const [encoded = "", query = ""] = rest.split(/\?(.*)/s);
  refuseParameters(url, query);
  const path = decode(url, encoded);
  if (/^~[^/]|^\/?[A-Za-z]:[\\/]|\0/.test(path) || encoded.includes("#")) {
    throw new EngineError(
      `The backend "${url}" is not a path on this machine: expected file:///FOLDER, file://./FOLDER or file://~/FOLDER.`,
    );
  }
  return path === "~" || path.startsWith("~/") ? join(homeFolder(), path.slice(1)) : resolve(base, path);
}

function refuseParameters(url: string, query: string): void {
  const unknown = [...new URLSearchParams(query).keys()].find((name) => !KNOWN_PARAMETERS.includes(name));
  if (unknown === undefined) return;
  throw new EngineError(
    `The backend "${url}" has the parameter "${unknown}"; the embedded engine knows ${KNOWN_PARAMETERS.join(", ")}. Use the Pulumi CLI.`,
  );
}

function decode(url: string, path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new EngineError(
      `The backend "${url}" has a % that is not followed by the code of a character (a space is %20, a % is %25).`,
    );
  }
}

/** The backend of the last `pulumi login`, from the file in which the CLI remembers it. */
function currentLogin(env: NodeJS.ProcessEnv): string | undefined {
  const folder = env.PULUMI_CREDENTIALS_PATH || pulumiHome(env);
  const file = join(folder, "credentials.json");
  if (!existsSync(file)) return undefined;
  try {
    const { current } = JSON.parse(readFileSync(file, "utf8")) as { current?: unknown };
    return typeof current === "string" ? current : undefined;
  } catch {
    return undefined;
  }
}
