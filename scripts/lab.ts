// The command that a learner uses. A program takes longer to start than the command itself takes to load, so it begins
// first: see scripts/command-line.ts for what the command can do.
import { watchSignals } from "../common/interrupts.mjs";
import { startProgramEarly } from "../lib/engines/early-program.ts";
import "../lib/project/began.ts";

watchSignals();
startProgramEarly(process.argv.slice(2));
const { runCommand } = await import("./command-line.ts");
await runCommand();
