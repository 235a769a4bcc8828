import { rememberedStack } from "../../../lib/project/lab-config.ts";

/**
 * The stack that `./lab` in a terminal works on, read anew each time. Undefined before the first start has chosen one,
 * and where the one that is named does not exist: the commands say so, the page waits.
 */
export function currentStack(projectDir: string): string | undefined {
  try {
    return rememberedStack(undefined, projectDir);
  } catch {
    return undefined;
  }
}
