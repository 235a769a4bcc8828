#!/usr/bin/env zx
// Looks at what goes wrong before and after `up`, and changes nothing.
import { Command } from "commander";
import { runDoctor } from "./lib/doctor/run-doctor.mjs";
import { rememberedStack } from "./lib/lab-config.mjs";
import { reportError } from "./lib/report-error.mjs";

// Summary
const { stack, json } = new Command("./lab doctor")
  .description("Checks the machine and the stack: what was expected, what was seen, what to do.")
  .option("--stack <name>", "whose ports and containers to look at")
  .option("--json", "one JSON document instead of the table")
  .parse(process.argv.slice(process.argv.findIndex((arg) => arg.endsWith("doctor.mjs")) + 1), {
    from: "user",
  })
  .opts();

// Apply: before a stack was chosen, `dev` has the ports and names that any would have.
try {
  process.exitCode = await runDoctor({ stack: rememberedStack(stack) ?? "dev", json });
} catch (error) {
  process.exitCode = reportError(error);
}
