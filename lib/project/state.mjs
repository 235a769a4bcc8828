import { existsSync, readFileSync } from "node:fs";
import { openBackend, stacksWithState } from "../../engine/project/backend.ts";
import { loadProject } from "../../engine/project/project.ts";

/**
 * Where the state of a stack is kept, by the layout of Pulumi's local backend.
 * @param {string} projectDir
 * @param {string} stack
 */
export function stateFile(projectDir, stack) {
  return openBackend(loadProject(projectDir), stack).state;
}

/**
 * Every stack of the project that has a state.
 * @param {string} projectDir
 */
export function stateFiles(projectDir) {
  return stacksWithState(loadProject(projectDir)).map((stack) => ({
    stack,
    file: stateFile(projectDir, stack),
  }));
}

/**
 * How much there is that could be deleted: resources in the state, other than the stack and its providers.
 * @param {string} file
 */
export function countResources(file) {
  if (!existsSync(file)) return 0;
  /** @type {{ type: string }[]} */
  const resources = JSON.parse(readFileSync(file, "utf8")).checkpoint?.latest?.resources ?? [];
  return resources.filter(({ type }) => !type.startsWith("pulumi:")).length;
}
