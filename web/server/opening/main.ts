import { outliveClosedOutput } from "../../../common/interrupts.mjs";
import { labDir } from "../../../common/project.mjs";
import { reportError } from "../../../lib/terminal/report-error.ts";
import { useLanguage } from "../../../workshop/authoring/language.ts";
import { readOpenOptions } from "./open-options.ts";
import { openPage } from "./open-page.ts";

// The process of `./lab open`.

outliveClosedOutput();
let isStopping = false;
const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopOrLeave);
try {
  const { lang, ...options } = readOpenOptions();
  await openPage({ projectDir: labDir, lang: useLanguage(lang), ...options }, stopped);
} catch (error) {
  process.exitCode = reportError(error);
}
// A look that still waits for an answer must not keep the process alive. Flush the output first.
process.stdout.write("", () => process.exit());

/** The second time, what the page still waits for is left. One key press may arrive twice, from the terminal and `./lab`. */
function stopOrLeave() {
  if (isStopping) return;
  isStopping = true;
  stop();
  setTimeout(() => process.once("SIGINT", () => process.exit(130)), 300).unref();
}
