import { readFileSync } from "node:fs";

/**
 * A small file of .lab/; undefined where it is not there or cannot be read: a file that was cut off says nothing,
 * and must not keep any command from working.
 */
// biome-ignore lint/suspicious/noExplicitAny: a file that anything may have written; the reader checks it
export function readJson(file: string): any {
  try {
    const value = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
