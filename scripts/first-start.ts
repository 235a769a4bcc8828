// `./lab start` on a machine that has neither the dependencies nor Docker: both are installed side by side. The bootstrap
// runs it, before node_modules is there, so it loads nothing from there until npm has ended.
import { parseArgs } from "node:util";
import { interruptedStatus, sayWhenInterrupted, watchSignals } from "../common/interrupts.mjs";
import { askBeforehand } from "../lib/docker/docker-setup.ts";
import { installDependencies } from "../lib/project/dependencies.mjs";
import { beginStart } from "../lib/stack/begin-start.ts";
import { wordsFor } from "../lib/terminal/interrupted-words.ts";
import { reportError } from "../lib/terminal/report-error.ts";

const { values: asked } = parseArgs({
  options: { yes: { type: "boolean", short: "y" }, stack: { type: "string" } },
});
// As in scripts/lab.ts.
process.env.KAFKA_LAB_COMMAND = "./lab";
watchSignals();
const words = wordsFor("start", process.argv.slice(2));
if (words) sayWhenInterrupted("en", words);
try {
  const yes = await askBeforehand(asked);
  const begun = beginStart({ ...asked, yes });
  await installDependencies();
  const { start } = await import("./commands/start.ts");
  await start({ ...asked, ...(yes !== undefined && { yes }) }, begun);
} catch (error) {
  process.exitCode = reportError(error);
} finally {
  process.exitCode = interruptedStatus() ?? process.exitCode ?? 0;
}
