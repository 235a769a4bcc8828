import { LabError } from "../../common/lab-error.mjs";
import { formatTable } from "../../lib/terminal/terminal.mjs";

/** @typedef {import("./steps.mjs").Step} Step */

/**
 * @param {Step[]} steps
 * @param {import("./send-and-receive.mjs").Delivery & { from: string, waiting: number }} arrival
 * @param {boolean} [json]
 */
export function printSuccess(steps, arrival, json) {
  if (json) return printJson({ ok: true, steps, ...arrival });
  console.log(stepTable(steps));
  console.log("\nThe message went through Kafka and arrived.");
}

/**
 * The step that failed, what was seen there, and the next command to try; a bug keeps its stack.
 *
 * @param {Step[]} steps
 * @param {unknown} error
 * @param {boolean} [json]
 */
export function printFailure(steps, error, json) {
  if (!(error instanceof LabError)) throw error;
  const { message, hint } = error;
  const step = steps.at(-1)?.name;
  if (json) return printJson({ ok: false, steps, error: { step, message, hint } });
  console.log(stepTable(steps));
  console.error(`\nError: ${step}: ${message}\n  ${hint}`);
}

/** @param {Step[]} steps */
function stepTable(steps) {
  const rows = steps.map(({ name, seen, timeMs }) => [name, duration(timeMs).padStart(8), seen]);
  return formatTable([["step", "time".padStart(8), "seen"], ...rows]);
}

/** @param {number} timeMs */
function duration(timeMs) {
  return timeMs < 1_000 ? `${timeMs} ms` : `${(timeMs / 1_000).toFixed(1)} s`;
}

/** @param {unknown} document */
function printJson(document) {
  console.log(JSON.stringify(document, null, 2));
}
