import { openBackend, stacksWithState } from "./project/backend.ts";
import { folderOf } from "./project/backend-url.ts";
import { loadProject } from "./project/project.ts";
import { selectedStack } from "./project/selected-stack.ts";
import { readStackFile, resolveConfig, stackConfigFile } from "./project/stack-config.ts";
import { requireStack } from "./project/stack-name.ts";

// What can be asked of a project on disk without running anything: the answers are those on which both engines agree.

/** What a stack is configured to be. */
export interface StackSettings {
  /** The project's name, which begins the keys of its own settings. */
  readonly project: string;
  /** By full key, the project's defaults included; structured ones are JSON. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The settings of a stack, which may not be up.
 * @param onSecret throws what there is to say of a value that is encrypted, as none is opened here
 */
export function stackSettings(projectDir: string, stack: string, onSecret: () => never): StackSettings {
  const project = loadProject(projectDir);
  const { values } = resolveConfig(project, readStackFile(project, stack), onSecret);
  return { project: project.name, values };
}

/**
 * The plain name of a stack that exists, out of what the user typed.
 * @param source where it was typed, for the error
 * @throws EngineError with the names there are
 */
export function existingStack(projectDir: string, given: string, source: string): string {
  return requireStack(loadProject(projectDir), given, source);
}

/** The stack that `pulumi stack select` chose for the project, if there still is one by that name. */
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
 * @param base where a relative one starts
 * @throws EngineError for a backend that is no folder
 */
export function backendFolder(url: string, base: string): string {
  return folderOf(url, base);
}
