// The last part of a kit's starter, and of `./lab kit use`, once the project and its packages are in place: the Docker
// engine, the images, the choice of the stack. It is no command: the starter has checked the kit.
import { parseArgs } from "node:util";
import { interruptedStatus, sayWhenInterrupted, watchSignals } from "../../common/interrupts.mjs";
import { rememberClassroom } from "../../lib/kit/classroom.ts";
import { settleKit } from "../../lib/kit/settle-kit.ts";
import { reportError } from "../../lib/terminal/report-error.ts";

watchSignals();
sayWhenInterrupted("en", {
  en: "the kit is not wholly in place; the same command goes on.",
  fr: "le kit n'est pas entièrement en place\u00a0; la même commande continue.",
});
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { yes: { type: "boolean", default: false }, from: { type: "string" } },
});
try {
  const [kit = ""] = positionals;
  await settleKit(kit, { yes: values.yes, log: console.log });
  if (values.from !== undefined) rememberClassroom(values.from);
} catch (error) {
  process.exitCode = reportError(error);
} finally {
  process.exitCode = interruptedStatus() ?? process.exitCode ?? 0;
}
