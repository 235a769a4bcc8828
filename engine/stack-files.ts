import { openBackend, stacksWithState } from "./project/backend.ts";
import { folderOf } from "./project/backend-url.ts";
import { loadProject } from "./project/project.ts";
import { selectedStack } from "./project/selected-stack.ts";
import { readStackFile, resolveConfig, stackConfigFile } from "./project/stack-config.ts";
import { requireStack } from "./project/stack-name.ts";

// Questions about a project on disk, answered without running anything, and alike for both engines.

/** The settings of a stack. */
export interface StackSettings {
  /** The project's name, which begins the keys of its own settings. */
  readonly project: string;
  /** By full key, the project's defaults included; structured ones are JSON. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads the settings of a stack, which need not be up.
 * @param onSecret throws the error for an encrypted value, because none is decrypted here
 */
export function stackSettings(projectDir: string, stack: string, onSecret: () => never): StackSettings {
  const project = loadProject(projectDir);
  const { values } = resolveConfig(project, readStackFile(project, stack), onSecret);
  return { project: project.name, values };
}

/**
 * The plain name of a stack that exists, from what the user typed.
 * @param source where it was typed, for the error
 * @throws EngineError with the existing names
 */
export function existingStack(projectDir: string, given: string, source: string): string {
  return requireStack(loadProject(projectDir), given, source);
}

/** The stack that `pulumi stack select` chose for the project, if it still exists. */
export function selectedStackIn(projectDir: string): string | undefined {
  return selectedStack(loadProject(projectDir));
}

/** Where the settings of a stack are, whether or not there is such a file; and the project's name. */
export function settingsFile(projectDir: string, stack: string): { project: string; file: string } {
  const project = loadProject(projectDir);
  return { project: project.name, file: stackConfigFile(project, stack) };
}

/** Where the state of a stack is kept, by the layout of Pulumi's local backend. */
export function stateFile(projectDir: string, stack: string): string {
  return openBackend(loadProject(projectDir), stack).state;
}

/** The stacks of the project that have a state. */
export function stacksWithStateIn(projectDir: string): string[] {
  return stacksWithState(loadProject(projectDir));
}

/**
 * The path in the `file://` URL of a backend.
 * @param base the folder to which a relative path refers
 * @throws EngineError for a backend that is not a folder
 */
export function backendFolder(url: string, base: string): string {
  return folderOf(url, base);
}
