#!/usr/bin/env zx
import { outliveClosedOutput } from "../common/interrupts.mjs";
// Looks at what goes wrong before and after `up`, and changes nothing.
import { rememberedStack } from "../lib/project/lab-config.ts";
import { reportError } from "../lib/terminal/report-error.ts";
import { readDoctorOptions } from "./doctor/doctor-options.ts";
import { runDoctor } from "./doctor/run-doctor.ts";

// Summary
const { stack, json } = readDoctorOptions();
outliveClosedOutput();

// Apply: before a stack was chosen, `dev` has the ports and names that any would have.
try {
  process.exitCode = await runDoctor({ stack: rememberedStack(stack) ?? "dev", json });
} catch (error) {
  process.exitCode = reportError(error);
}
// What a check that ran out of time still waits for must not keep the doctor; what was printed goes out first.
process.stdout.write("", () => process.exit());
