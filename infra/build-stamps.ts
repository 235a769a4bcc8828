import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Whether none of the files that a record names has changed since it was written. It reads only the record:
 * bundling both services takes about 0.5 s, and most runs of the program change nothing.
 */
export function isUpToDate(record: string, root: string): boolean {
  try {
    const stamps: Record<string, string> = JSON.parse(readFileSync(record, "utf8"));
    return Object.entries(stamps).every(([file, stamp]) => stampOf(join(root, file)) === stamp);
  } catch {
    return false;
  }
}

/**
 * Begins a record, before any file is read that it will name. Returns the time by the clock of the file system: a file
 * that is saved after it may have been read before.
 */
export function beginRecord(record: string): bigint {
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, ""); // empty: a run that is cut off leaves no record
  return statSync(record, { bigint: true }).ctimeNs;
}

/**
 * Writes the record: the sources, relative to the root, and the files made from them. If a source was saved since the
 * beginning, the record stays empty, so that the next run builds again.
 */
export function recordFiles(
  record: string,
  root: string,
  { sources, made, begun }: { sources: readonly string[]; made: readonly string[]; begun: bigint },
): void {
  const stamps = [...sources, ...made].map((file) => [file, stampOf(join(root, file))] as const);
  const isLate = ([, stamp]: readonly [string, string]) => BigInt(stamp.split("/")[0] ?? 0) >= begun;
  if (stamps.slice(0, sources.length).some(isLate)) return;
  writeFileSync(record, JSON.stringify(Object.fromEntries(stamps)));
}

/** The time of the last change of content, name or mode: unlike that of the content alone, nobody can set it back. */
function stampOf(path: string): string {
  const { ctimeNs, size } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {
    ctimeNs: 0,
    size: 0,
  };
  return `${ctimeNs}/${size}`;
}
