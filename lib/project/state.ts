import { existsSync, readFileSync } from "node:fs";
import { openBackend, stacksWithState } from "../../engine/project/backend.ts";
import { loadProject } from "../../engine/project/project.ts";

/** Where the state of a stack is kept, by the layout of Pulumi's local backend. */
export function stateFile(projectDir: string, stack: string) {
  return openBackend(loadProject(projectDir), stack).state;
}

/** Every stack of the project that has a state. */
export function stateFiles(projectDir: string) {
  return stacksWithState(loadProject(projectDir)).map((stack) => ({
    stack,
    file: stateFile(projectDir, stack),
  }));
}

/** How much there is that could be deleted: resources in the state, other than the stack and its providers. */
export function countResources(file: string) {
  if (!existsSync(file)) return 0;
  const resources: { type: string }[] =
    JSON.parse(readFileSync(file, "utf8")).checkpoint?.latest?.resources ?? [];
  return resources.filter(({ type }) => !type.startsWith("pulumi:")).length;
}
