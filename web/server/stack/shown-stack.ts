import { rememberedStack } from "../../../lib/project/lab-config.ts";
import { countResources, stateFiles } from "../../../lib/project/state.ts";

/**
 * The stack that the page shows: the one that `./lab` in a terminal works on, read anew each time; but where nothing of
 * that is up, and one other stack is, then that one, such as `cluster` in the lessons on replication. Undefined before the
 * first start has chosen one.
 * @throws if the stack that is chosen does not exist, with those that do
 */
export function shownStack(projectDir: string): string | undefined {
  const chosen = rememberedStack(undefined, projectDir);
  const up = stacksUp(projectDir);
  return chosen === undefined || !up.includes(chosen) ? (onlyOne(up) ?? chosen) : chosen;
}

/** The same where a fault is said by others: then there is none. */
export function shownStackOrNone(projectDir: string): string | undefined {
  try {
    return shownStack(projectDir);
  } catch {
    return undefined;
  }
}

/** What has to be added to a command, so that it is about the stack that is shown. */
export function stackOption(projectDir: string, shown: string): "" | ` --stack ${string}` {
  return rememberedStack(undefined, projectDir) === shown ? "" : ` --stack ${shown}`;
}

function stacksUp(projectDir: string): string[] {
  return stateFiles(projectDir)
    .filter(({ file }) => hasResources(file))
    .map(({ stack }) => stack);
}

function hasResources(file: string): boolean {
  try {
    return countResources(file) > 0;
  } catch {
    return false; // half-written, or one that only its engine can read
  }
}

function onlyOne<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}
