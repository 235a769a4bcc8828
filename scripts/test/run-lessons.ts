import type { Counts } from "./count-tests.ts";
import { whoHoldsTheLab } from "./lab-holder.ts";
import { runVitest } from "./run-step.ts";

/**
 * Every lesson, as printed. They need the lab's own names and ports: where somebody's lab has them, his lab is worth
 * more than the test, which counts as skipped; but not where it must run.
 */
export async function runLessons({
  env,
  mustRun,
}: {
  env: NodeJS.ProcessEnv;
  mustRun: boolean;
}): Promise<Counts> {
  const holder = mustRun ? undefined : await whoHoldsTheLab();
  if (holder === undefined) return runVitest("workshop", { env });
  console.log(`Skipped: the lessons need the lab's names and ports, and ${holder} has them.`);
  console.log("  To run them: ./lab destroy, then npm test");
  return { passed: 0, failed: 0, skipped: 1 };
}
