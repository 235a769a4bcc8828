import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import type { OperationOptions, OperationResult } from "../model/operation.ts";

/** The number of operations that are kept; a lab needs no more. */
const MAX_ENTRIES = 20;

/** Adds an operation to the local backend's history, where `pulumi stack history` shows it. */
export function appendHistory(
  folder: string,
  options: OperationOptions,
  started: Date,
  result: OperationResult,
): void {
  const ended = new Date();
  const entry = {
    kind: options.operation === "up" ? "update" : options.operation,
    startTime: Math.floor(started.getTime() / 1000),
    message: "",
    environment: {},
    config: {},
    result: result.result,
    endTime: Math.floor(ended.getTime() / 1000),
    resourceChanges: result.summary,
  };
  // The names sort by time, in nanoseconds as the CLI writes them.
  writeWhole(join(folder, `${options.stack}-${ended.getTime()}000000.history.json`), JSON.stringify(entry));
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith(".history.json"))
    .sort();
  for (const name of entries.slice(0, -MAX_ENTRIES)) rmSync(join(folder, name), { force: true });
}
