#!/usr/bin/env zx
// Looks at what goes wrong before and after `up`, and changes nothing.
import { readOptions } from "./lib/doctor/options.mjs";
import { runDoctor } from "./lib/doctor/run-doctor.mjs";
import { rememberedStack } from "./lib/lab-config.mjs";
import { reportError } from "./lib/report-error.mjs";

// Summary
const { stack, json } = readOptions();

// Apply: before a stack was chosen, `dev` has the ports and names that any would have.
try {
  process.exitCode = await runDoctor({ stack: rememberedStack(stack) ?? "dev", json });
} catch (error) {
  process.exitCode = reportError(error);
}
// What a check that ran out of time still waits for must not keep the doctor; what was printed goes out first.
process.stdout.write("", () => process.exit());
