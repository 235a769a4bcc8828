import { cannotRename, withOfficialNames } from "./official-names.mjs";
import { removeLab } from "./remove-lab.mjs";
import { runVitest } from "./run-step.mjs";

/** @typedef {import("./count-tests.mjs").Counts} Counts */

/**
 * A few minutes of what `npm run test:official-names` does with all tests: a lab comes up and works, a recording of the
 * real engine is replayed, a type of resource is asked about.
 *
 * @param {{ env: NodeJS.ProcessEnv, name: string, quick: string[] }} options `quick`: the end-to-end tests that are run
 * @returns {Promise<Counts>}
 */
export async function runOnOfficialNames({ env, name, quick }) {
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

/** @param {Counts} one @param {Counts} other @returns {Counts} */
function add(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}
