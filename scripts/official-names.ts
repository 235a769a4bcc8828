// `npm run test:official-names`: the tests as on a machine that has only the official images. Where no registry can be
// reached, these are the local images under the official names: this tests that nothing depends on a local name, not
// how the official images behave. Without arguments it runs all of `npm test`; `-- --quick` is its quick form, other
// arguments are vitest's, such as `-- --project engine`; `-- --restore` restores the names after a run was killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { labDir } from "../common/project.mjs";
import { reportError } from "../lib/terminal/report-error.ts";
import { restoreNames, withOfficialNames } from "./test/rename-images.ts";

const args = process.argv.slice(2);
const isSuite = args.every((arg) => arg === "--quick");
const command = isSuite ? ["scripts/test.ts", ...args] : ["node_modules/vitest/vitest.mjs", "run", ...args];

try {
  if (args.includes("--restore"))
    console.log(restoreNames() ? "The names are restored." : "Nothing to restore.");
  else process.exitCode = await withOfficialNames(runTests);
} catch (error) {
  process.exitCode = reportError(error);
}

/** However the tests end, this process keeps running until the names are restored. */
async function runTests() {
  console.log(
    "These are the local images under the official names; until the end, they have no other names.",
  );
  const child = spawn(process.execPath, command, { cwd: labDir, stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  // In a terminal Ctrl-C reaches the tests by itself.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  const [status] = await once(child, "close");
  return status ?? 1;
}
