import { removeLab } from "../../lib/stack/remove-lab.ts";
import type { Counts } from "./count-tests.ts";
import { cannotRename, withOfficialNames } from "./rename-images.ts";
import { runVitest } from "./run-step.ts";

/**
 * A few minutes of what `npm run test:official-names` does with all tests: the `quick` end-to-end tests of a lab, the
 * replay of one recording of the real engine, and the test of one resource type.
 */
export async function runOnOfficialNames({
  env,
  name,
  quick,
}: {
  env: NodeJS.ProcessEnv;
  name: string;
  quick: string[];
}): Promise<Counts> {
  const reason = cannotRename();
  if (reason !== undefined) {
    console.log(`Skipped: ${reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  return withOfficialNames(async () => {
    const lab = await runVitest("e2e", { env, files: quick }).finally(() => removeLab(name));
    const recording = await runVitest("conformance", { env: { ...env, RECORDING: "01" }, files: ["replay"] });
    const functions = await runVitest("engine", { env, files: ["functions"] });
    return [lab, recording, functions].reduce(add, { passed: 0, failed: 0, skipped: 0 });
  });
}

function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...(one.failures ?? []), ...(other.failures ?? [])],
  };
}
