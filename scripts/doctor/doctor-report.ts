import { bold, formatTable, green, red } from "../../lib/terminal/terminal.ts";
import type { Finding } from "./finding.ts";

/**
 * Prints for each check what was expected, what was seen and, if they differ, what to do; returns the exit status,
 * which is 1 if anything is wrong.
 */
export function printReport(stack: string, findings: Finding[], json: boolean): number {
  const wrong = findings.filter(({ todo }) => todo !== undefined);
  if (json) console.log(JSON.stringify({ ok: wrong.length === 0, stack, findings }, null, 2));
  else console.log(`${bold(`Stack ${stack}`)}\n\n${report(findings)}\n\n${verdict(wrong.length)}`);
  return wrong.length === 0 ? 0 : 1;
}

function report(findings: Finding[]) {
  const rows = findings.flatMap(({ check, expected, seen, todo }) => [
    [todo === undefined ? "ok" : "WRONG", check, `expected ${expected}; saw ${seen}`],
    ...(todo === undefined ? [] : [["", "", `to do: ${todo}`]]),
  ]);
  return formatTable(rows)
    .replace(/^ok/gm, green("ok"))
    .replace(/^WRONG/gm, red("WRONG"));
}

function verdict(count: number) {
  if (count === 0) return green("Nothing is wrong.");
  return red(count === 1 ? "1 thing is wrong." : `${count} things are wrong.`);
}
