// Runs a script of the lab on the pinned Node, after installing the dependencies where they are missing.
//
//   node scripts/bootstrap.mjs scripts/test.ts [arguments]
//
// This is the only file that must run on any Node from 20 on with nothing installed, so it imports only Node's modules.
const oldestMajor = 20;

if (Number(process.versions.node.split(".")[0]) < oldestMajor) {
  fail(
    `the lab needs Node.js ${oldestMajor} or later to start; this is ${process.version}.`,
    "Install a newer one (https://nodejs.org), then try again.",
  );
}
if (process.platform === "win32") {
  fail(
    "the lab runs on Linux and macOS; on Windows it needs WSL2.",
    "Open a WSL2 shell (https://learn.microsoft.com/windows/wsl/install), clone there, then try again.",
  );
}

const [script, ...scriptArguments] = process.argv.slice(2);
if (script === undefined) {
  fail("no script was given.", "Use: node scripts/bootstrap.mjs scripts/lab.ts --help");
}

const { installDependencies, findNode, runScript } = await import("../lib/project/dependencies.mjs");
const { findEarlyNode, isFirstStart, removeEarlyNode } = await import("../lib/project/early-node.mjs");
const { handlingSignalsItself, sayWhenInterrupted, watchSignals } = await import("../common/interrupts.mjs");
watchSignals();
// Only that command takes it out again: what a test starts, began later.
if (script.endsWith("scripts/lab.ts")) process.env.KAFKA_LAB_BEGAN_MS = String(performance.timeOrigin);
sayWhenInterrupted("en", {
  en: "the dependencies are not installed yet; the same command installs them.",
  fr: "les dépendances ne sont pas encore installées ; la même commande les installe.",
});
try {
  const early = isFirstStart(script, scriptArguments) ? await findEarlyNode() : undefined;
  if (early === undefined) {
    await installDependencies();
    process.exitCode = await handlingSignalsItself(() => runScript(findNode(), script, scriptArguments));
  } else {
    const firstStart = script.replace(/lab\.ts$/, "first-start.ts");
    const run = () => runScript(early, firstStart, scriptArguments.slice(1));
    process.exitCode = await handlingSignalsItself(run).finally(() => removeEarlyNode());
  }
} catch (error) {
  if (!(error instanceof Error && "hint" in error)) throw error;
  fail(error.message, String(error.hint));
}

/**
 * @param {string} message
 * @param {string} hint
 * @returns {never}
 */
function fail(message, hint) {
  console.error(`Error: ${message}\n  ${hint}`);
  process.exit(1);
}
