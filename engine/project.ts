import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configText, parseConfigYaml } from "./config-yaml.ts";
import { EngineError } from "./engine-error.ts";

/** What Pulumi.yaml says, as far as an engine needs it. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  /** Where the program runs and where its relative paths start. */
  readonly workingDirectory: string;
  /** What the runner is asked to run, relative to the working directory. */
  readonly entryPoint: string;
  /** Whether Pulumi would compile the program, as it does unless `typescript: false` says otherwise. */
  readonly compiled: boolean;
  readonly backendUrl: string | undefined;
  /** Declared configuration with its defaults, by full key. */
  readonly configDefaults: ReadonlyMap<string, unknown>;
  /** Keys whose declaration says `secret: true`. */
  readonly secretKeys: readonly string[];
}

interface ProjectFile {
  name?: unknown;
  runtime?: string | { name?: string; options?: { typescript?: boolean } };
  main?: string;
  backend?: { url?: string };
  config?: Record<string, unknown>;
}

/** Reads the nearest Pulumi.yaml at or above `directory`. */
export function loadProject(directory: string): Project {
  const file = findProjectFile(resolve(directory));
  const content = (parseConfigYaml(readFileSync(file, "utf8")) ?? {}) as ProjectFile;
  if (typeof content.name !== "string" || content.name === "") {
    throw new EngineError(`${file}: expected a "name", saw ${configText(content.name) ?? "none"}.`);
  }
  const runtime = typeof content.runtime === "string" ? { name: content.runtime } : content.runtime;
  if (runtime?.name !== "nodejs") {
    throw new EngineError(
      `${file}: the embedded engine runs programs of the runtime "nodejs", saw "${runtime?.name ?? "none"}"; use the Pulumi CLI.`,
    );
  }
  const root = dirname(file);
  return {
    name: content.name,
    root,
    ...locateProgram(root, content.main),
    compiled: runtime.options?.typescript !== false,
    backendUrl: content.backend?.url,
    ...readDeclarations(content.name, content.config ?? {}),
  };
}

function findProjectFile(directory: string): string {
  for (let folder = directory; ; folder = dirname(folder)) {
    for (const name of ["Pulumi.yaml", "Pulumi.yml"]) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
    if (folder === dirname(folder)) {
      throw new EngineError(
        `No Pulumi.yaml in ${directory} or above it. Go to a project, or name one with --cwd.`,
      );
    }
  }
}

/** A folder as `main` becomes the working directory, as Pulumi does it; a file is run from its folder. */
function locateProgram(root: string, main = "."): { workingDirectory: string; entryPoint: string } {
  const path = resolve(root, main);
  if (!existsSync(path)) {
    throw new EngineError(`Pulumi.yaml: main is "${main}", but there is no ${path}.`);
  }
  const isFile = /\.[cm]?[jt]s$/.test(path);
  return isFile
    ? { workingDirectory: dirname(path), entryPoint: path }
    : { workingDirectory: path, entryPoint: "." };
}

function readDeclarations(
  project: string,
  config: Record<string, unknown>,
): { configDefaults: Map<string, unknown>; secretKeys: string[] } {
  const configDefaults = new Map<string, unknown>();
  const secretKeys: string[] = [];
  for (const [name, declaration] of Object.entries(config)) {
    const key = name.includes(":") ? name : `${project}:${name}`;
    const typed = typeof declaration === "object" && declaration !== null && !Array.isArray(declaration);
    const {
      default: byDefault,
      value,
      secret,
    } = (typed ? declaration : { value: declaration }) as Record<string, unknown>;
    if ((value ?? byDefault) !== undefined) configDefaults.set(key, value ?? byDefault);
    if (secret === true) secretKeys.push(key);
  }
  return { configDefaults, secretKeys };
}
