import type { Outcome, Result } from "./campaign.ts";
import { isCleanStop, kinds, targets } from "./faults.ts";

/** One line for each pair of target and kind: how often, how long until it worked again, what came twice. */
export function formatReport({ outcomes, acknowledged, lost, outOfOrder }: Result): string {
  const rows = targets.flatMap((target) =>
    kinds.map((kind) => rowOf(outcomes.filter((each) => each.target === target && each.kind === kind))),
  );
  return [
    "target      fault       times   recovered, median and longest   repeated   stored twice",
    ...rows.filter((row) => row !== undefined),
    "",
    `${outcomes.length} faults, ${acknowledged} messages acknowledged, ${lost.length} lost, ${outOfOrder.length} out of order,`,
    `${sum(outcomes.filter(isCleanStop))} repeated after a service was stopped in good order.`,
  ].join("\n");
}

function rowOf(outcomes: readonly Outcome[]): string | undefined {
  const [first] = outcomes;
  if (!first) return undefined;
  const times = outcomes.map(({ recoveryMs }) => recoveryMs).sort((one, other) => one - other);
  const seconds = (ms: number | undefined) => `${((ms ?? 0) / 1_000).toFixed(1)} s`.padStart(7);
  return [
    first.target.padEnd(11),
    first.kind.padEnd(11),
    String(outcomes.length).padStart(5),
    seconds(times[Math.floor(times.length / 2)]).padStart(12),
    seconds(times.at(-1)).padStart(19),
    String(sum(outcomes)).padStart(10),
    String(outcomes.reduce((total, { storedTwice }) => total + storedTwice, 0)).padStart(14),
  ].join(" ");
}

function sum(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, { repeated }) => total + repeated, 0);
}
