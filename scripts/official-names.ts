// `npm run test:official-names`: the tests as on a machine that has the official images only. Where no registry can be
// reached, these are the local images under the official names: it is tested that nothing counts on a local name, and
// not how the official images behave. Without arguments it is all of `npm test`; `-- --quick` is its quick form, other
// arguments are vitest's, such as `-- --project engine`; `-- --restore` puts the names back after a run was killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { labDir } from "../common/project.mjs";
import { reportError } from "../lib/terminal/report-error.ts";
import { putNamesBack, withOfficialNames } from "./test/rename-images.ts";

const args = process.argv.slice(2);
const isSuite = args.every((arg) => arg === "--quick");
const command = isSuite ? ["scripts/test.ts", ...args] : ["node_modules/vitest/vitest.mjs", "run", ...args];

try {
  if (args.includes("--restore"))
    console.log(putNamesBack() ? "The names are back." : "Nothing to put back.");
  else process.exitCode = await withOfficialNames(runTests);
} catch (error) {
  process.exitCode = reportError(error);
}

/** Whatever ends the tests, this process lives on until the names are back. */
async function runTests() {
  console.log("These are the local images under the official names; until the end, they have no other.");
  const child = spawn(process.execPath, command, { cwd: labDir, stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  // In a terminal Ctrl-C reaches the tests by itself.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  const [status] = await once(child, "close");
  return status ?? 1;
}
