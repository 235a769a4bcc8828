import { LabError } from "../../common/lab-error.mjs";
import { formatTable } from "../../lib/terminal/terminal.ts";
import type { Delivery } from "./send-and-receive.ts";
import type { Step } from "./smoke-steps.ts";

export function printSuccess(
  steps: Step[],
  arrival: Delivery & { from: string; waiting: number },
  json?: boolean,
) {
  if (json) return printJson({ ok: true, steps, ...arrival });
  console.log(stepTable(steps));
  console.log("\nThe message went through Kafka and arrived.");
}

/** Prints the failed step, what was seen there, and the next command to try; a bug keeps its stack trace. */
export function printFailure(steps: Step[], error: unknown, json?: boolean) {
  if (!(error instanceof LabError)) throw error;
  const { message, hint } = error;
  const step = steps.at(-1)?.name;
  if (json) return printJson({ ok: false, steps, error: { step, message, hint } });
  console.log(stepTable(steps));
  console.error(`\nError: ${step}: ${message}\n  ${hint}`);
}

function stepTable(steps: Step[]) {
  const rows = steps.map(({ name, seen, timeMs }) => [name, duration(timeMs).padStart(8), seen]);
  return formatTable([["step", "time".padStart(8), "seen"], ...rows]);
}

function duration(timeMs: number) {
  return timeMs < 1_000 ? `${timeMs} ms` : `${(timeMs / 1_000).toFixed(1)} s`;
}

function printJson(document: unknown) {
  console.log(JSON.stringify(document, null, 2));
}
