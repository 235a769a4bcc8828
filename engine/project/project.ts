import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { EngineError } from "../../common/engine-error.ts";
import { FORMAT_VERSION } from "../model/checkpoint.ts";
import { configText, parseConfigYaml } from "./config-yaml.ts";
import { type Declaration, readDeclarations } from "./declarations.ts";
import { satisfies } from "./version-range.ts";

/** The content of Pulumi.yaml, as far as an engine needs it. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  /** The folder in which the program runs, to which its relative paths refer. */
  readonly workingDirectory: string;
  /** The path that the runner gets, relative to the working directory. */
  readonly entryPoint: string;
  /** Whether Pulumi would compile the program, as it does unless `typescript: false` says otherwise. */
  readonly compiled: boolean;
  readonly backendUrl: string | undefined;
  /** Declared configuration, by full key. */
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** The folder of the stacks' own files. */
  readonly stackConfigDir: string;
  /** The extension of the stacks' files, which is the project's: .yaml, .yml or .json. */
  readonly extension: string;
  /** Whether every operation begins with a refresh. */
  readonly refreshes: boolean;
}

interface ProjectFile {
  name?: unknown;
  runtime?: string | { name?: string; options?: Record<string, unknown> };
  main?: string;
  backend?: { url?: string };
  config?: string | Record<string, unknown>;
  stackConfigDir?: string;
  options?: { refresh?: string };
  plugins?: unknown;
  requiredPulumiVersion?: string;
}

/** Reads the nearest Pulumi.yaml at or above `directory`. */
export function loadProject(directory: string): Project {
  const file = findProjectFile(resolve(directory));
  const content = readProjectFile(file);
  const root = dirname(file);
  const { config = {}, runtime } = content;
  const options = typeof runtime === "object" ? runtime.options : undefined;
  refuseUnsupported(file, content, options ?? {});
  return {
    name: nameOf(file, content.name),
    root,
    ...locateProgram(root, content.main),
    compiled: options?.typescript !== false,
    backendUrl: content.backend?.url,
    // `config` was the name of `stackConfigDir` before it held declarations.
    stackConfigDir: join(root, content.stackConfigDir ?? (typeof config === "string" ? config : "")),
    extension: extname(file),
    refreshes: content.options?.refresh === "always",
    declarations: readDeclarations(String(content.name), typeof config === "string" ? {} : config),
  };
}

/** The names of a project's file, in the order in which Pulumi looks for them. */
const PROJECT_FILES = ["Pulumi.json", "Pulumi.yaml", "Pulumi.yml"];

function findProjectFile(directory: string): string {
  for (let folder = directory; ; folder = dirname(folder)) {
    const file = PROJECT_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (file !== undefined) return file;
    if (folder === dirname(folder)) {
      throw new EngineError(
        `No Pulumi.yaml in ${directory} or above it. Go to a project, or name one with --cwd.`,
      );
    }
  }
}

function readProjectFile(file: string): ProjectFile {
  try {
    return (parseConfigYaml(readFileSync(file, "utf8")) ?? {}) as ProjectFile;
  } catch (error) {
    throw new EngineError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The name becomes the name of a folder, so it must not be a path. */
function nameOf(file: string, name: unknown): string {
  if (typeof name === "string" && /^[A-Za-z0-9_.-]{1,100}$/.test(name) && !/^\.\.?$/.test(name)) return name;
  throw new EngineError(
    `${file}: expected a "name" of letters, digits, "-", "_" and ".", saw ${configText(name) ?? "none"}.`,
  );
}

/** Refuses settings that would change the run, and are not supported here. */
function refuseUnsupported(file: string, content: ProjectFile, options: Record<string, unknown>): void {
  const { runtime, plugins, requiredPulumiVersion: range } = content;
  const language = typeof runtime === "string" ? runtime : runtime?.name;
  if (language !== "nodejs") {
    throw new EngineError(
      `${file}: the embedded engine runs programs of the runtime "nodejs", saw "${language ?? "none"}"; use the Pulumi CLI.`,
    );
  }
  const unsupported = [
    ...["nodeargs", "tsconfig"].filter((name) => name in options).map((name) => `runtime.options.${name}`),
    ...(plugins === undefined || plugins === null ? [] : ["plugins"]),
  ];
  if (unsupported.length > 0) {
    throw new EngineError(
      `${file}: the embedded engine does not know ${unsupported.join(", ")}; use the Pulumi CLI.`,
    );
  }
  if (range !== undefined && !satisfies(FORMAT_VERSION, String(range))) {
    throw new EngineError(
      `${file}: requiredPulumiVersion is "${range}", and the embedded engine corresponds to ${FORMAT_VERSION}; use the Pulumi CLI.`,
    );
  }
}

/** A folder as `main` becomes the working directory, as in Pulumi; a file is run from its folder. */
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
