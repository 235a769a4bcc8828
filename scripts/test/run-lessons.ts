import type { Counts } from "./count-tests.ts";
import { findLabHolder } from "./lab-holder.ts";
import { runVitest } from "./run-step.ts";

/**
 * Runs every lesson as printed. The lessons need the lab's own names and ports: if a user's lab has them, it is worth
 * more than the test, which then counts as skipped, unless it must run.
 */
export async function runLessons({
  env,
  mustRun,
}: {
  env: NodeJS.ProcessEnv;
  mustRun: boolean;
}): Promise<Counts> {
  const holder = mustRun ? undefined : await findLabHolder();
  if (holder === undefined) return runVitest("workshop", { env });
  console.log(`Skipped: the lessons need the lab's names and ports, and ${holder} has them.`);
  console.log("  To run them: ./lab destroy, then npm test");
  return { passed: 0, failed: 0, skipped: 1 };
}
