import { removeLab } from "../../lib/stack/remove-lab.ts";
import type { Counts } from "./count-tests.ts";
import { cannotRename, withOfficialNames } from "./rename-images.ts";
import { runVitest } from "./run-step.ts";

/**
 * A few minutes of what `npm run test:official-names` does with all tests: a lab comes up and works by the `quick`
 * end-to-end tests, a recording of the real engine is replayed, a type of resource is asked about.
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
  };
}
