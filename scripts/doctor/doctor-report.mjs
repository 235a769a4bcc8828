import { bold, formatTable, green, red } from "../../lib/terminal/terminal.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

/**
 * For each check what was expected, what was seen, and where they differ what to do.
 *
 * @param {string} stack
 * @param {Finding[]} findings
 * @param {boolean} json
 * @returns {number} the exit status
 */
export function printReport(stack, findings, json) {
  const wrong = findings.filter(({ todo }) => todo !== undefined);
  if (json) console.log(JSON.stringify({ ok: wrong.length === 0, stack, findings }, null, 2));
  else console.log(`${bold(`Stack ${stack}`)}\n\n${report(findings)}\n\n${verdict(wrong.length)}`);
  return wrong.length === 0 ? 0 : 1;
}

/** @param {Finding[]} findings */
function report(findings) {
  const rows = findings.flatMap(({ check, expected, seen, todo }) => [
    [todo === undefined ? "ok" : "WRONG", check, `expected ${expected}; saw ${seen}`],
    ...(todo === undefined ? [] : [["", "", `to do: ${todo}`]]),
  ]);
  return formatTable(rows)
    .replace(/^ok/gm, green("ok"))
    .replace(/^WRONG/gm, red("WRONG"));
}

/** @param {number} count */
function verdict(count) {
  if (count === 0) return green("Nothing is wrong.");
  return red(count === 1 ? "1 thing is wrong." : `${count} things are wrong.`);
}
