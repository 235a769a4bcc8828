import { prepareRunner } from "./program/runner-process.ts";

/**
 * Starts the program's process before it is known what to run: loading the SDK takes longer than all that is looked at
 * until then. The next operation on the project in this folder takes it; if none does, it ends with this process.
 */
export function startEarly(projectDir: string): void {
  prepareRunner(projectDir);
}
