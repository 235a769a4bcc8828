#!/usr/bin/env zx
import { outliveClosedOutput } from "../common/interrupts.mjs";
// Checks what can go wrong before and after `up`, and changes nothing.
import { rememberedStack } from "../lib/project/lab-config.ts";
import { reportError } from "../lib/terminal/report-error.ts";
import { readDoctorOptions } from "./doctor/doctor-options.ts";
import { runDoctor } from "./doctor/run-doctor.ts";

// Summary
const { stack, json } = readDoctorOptions();
outliveClosedOutput();

// Apply: before a stack is chosen, `dev` has the ports and names that any stack would have.
try {
  process.exitCode = await runDoctor({ stack: rememberedStack(stack) ?? "dev", json });
} catch (error) {
  process.exitCode = reportError(error);
}
// A check that ran out of time may still be waiting: it must not keep the doctor alive. Flush the output first.
process.stdout.write("", () => process.exit());
