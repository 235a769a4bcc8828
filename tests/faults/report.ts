import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Outcome, Result } from "./campaign.ts";
import { isCleanStop, kinds, targets } from "./faults.ts";

/** One line for each pair of target and kind: how often, how long until it worked again, what came twice. */
export function formatReport({ outcomes, acknowledged, lost, outOfOrder, stuck }: Result): string {
  const rows = targets.flatMap((target) =>
    kinds.map((kind) => rowOf(outcomes.filter((each) => each.target === target && each.kind === kind))),
  );
  return [
    "target      fault       times   recovered, median and longest   repeated   stored twice   cut off",
    ...rows.filter((row) => row !== undefined),
    "",
    `${outcomes.length} faults, ${acknowledged} messages acknowledged, ${lost.length} lost, ${outOfOrder.length} out of order,`,
    `${sum(outcomes.filter(isCleanStop))} repeated after a service was stopped in good order.`,
    "Cut off: by service-b's log given as the answer to the call that the fault broke; at most one a fault.",
    ...(stuck ? [`It ended before its time: ${stuck}`] : []),
  ].join("\n");
}

/** The failures of a campaign; none if it was survived. */
export function complaintsOf({ outcomes, lost, outOfOrder, stuck }: Result): string[] {
  const unclean = outcomes.filter(isCleanStop).filter((each) => each.repeated + each.storedTwice > 0);
  return [
    ...(stuck ? [stuck] : []),
    ...lost.map((each) => `lost: ${each}`),
    ...outOfOrder.map((each) => `out of order: ${each}`),
    ...unclean.map(
      ({ kind, target, repeated, storedTwice }) =>
        `${kind} ${target}, in good order: ${repeated} repeated, ${storedTwice} stored twice`,
    ),
  ];
}

/** The same for machines, in a file that git does not see. */
export function saveReport(seed: number, result: Result, file = DEFAULT_FILE): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ seed, ...result }, null, 2));
}

const DEFAULT_FILE = path.join(import.meta.dirname, "../../.lab/faults.json");

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
    String(outcomes.reduce((total, { cutOff }) => total + cutOff, 0)).padStart(9),
  ].join(" ");
}

function sum(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, { repeated }) => total + repeated, 0);
}
