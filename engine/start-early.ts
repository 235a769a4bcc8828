import { prepareRunner } from "./program/runner-process.ts";

/**
 * Starts the program's process before it is known what to run, because loading the SDK takes longer than everything
 * before it; `packages` are those that the program will most likely import. The next operation on the project in this folder uses it; if there is none, it ends with this process.
 */
export function startEarly(projectDir: string, packages: readonly string[] = []): void {
  prepareRunner(projectDir, packages);
}
