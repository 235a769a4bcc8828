import { existsSync, readFileSync } from "node:fs";
import { stacksWithStateIn, stateFile } from "../../engine/stack-files.ts";

/** Every stack of the project that has a state. */
export function stateFiles(projectDir: string) {
  return stacksWithStateIn(projectDir).map((stack) => ({
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
