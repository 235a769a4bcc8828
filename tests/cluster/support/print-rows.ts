import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatTable } from "../../../lib/terminal/terminal.ts";

/** One fault and its effects, in seconds. */
interface Row {
  readonly stack: string;
  readonly fault: string;
  /** The longest time in which not every partition took a message. */
  readonly gap: number;
  /** The longest time in which no POST to service-a was acknowledged. */
  readonly postGap?: number;
  /** The longest time in which service-b handed nothing out. */
  readonly readGap?: number;
  /** From the member's return until all three replicas were in sync again. */
  readonly recovered?: number;
  /** POSTs to service-a and GETs of service-b that failed meanwhile. */
  readonly failed?: number;
}

const rows: Row[] = [];

/** Keeps a measurement for the table at the end. */
export function record(row: Row): void {
  rows.push(row);
}

/** Prints the figures as a table, and writes them as JSON to .lab/, to compare with other runs. */
export function printRows(): void {
  if (rows.length === 0) return;
  const seconds = (value: number | undefined) => (value === undefined ? "" : value.toFixed(1).padStart(6));
  const lines = rows.map(({ stack, fault, gap, postGap, readGap, recovered, failed }) => [
    stack,
    fault,
    seconds(gap),
    seconds(postGap),
    seconds(readGap),
    seconds(recovered),
    failed === undefined ? "" : String(failed).padStart(6),
  ]);
  const heading = ["stack", "fault", "gap, s", "POST, s", "read, s", "in sync, s", "failed"];
  console.log(`\n${formatTable([heading, ...lines])}`);
  const folder = join(import.meta.dirname, "../../../.lab");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cluster-faults.json"), JSON.stringify(rows, undefined, 2));
}
