import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Whether none of the files that a record names has changed since it was written. It reads no file but the record:
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

/** Writes the record: the files, relative to the root, that something was made from, and those it was made into. */
export function recordFiles(record: string, root: string, files: readonly string[]): void {
  const stamps = Object.fromEntries(files.map((file) => [file, stampOf(join(root, file))]));
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(stamps));
}

/** The time of the last change of content, name or mode: unlike that of the content alone, nobody can set it back. */
function stampOf(path: string): string {
  const { ctimeNs, size } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {
    ctimeNs: 0,
    size: 0,
  };
  return `${ctimeNs}/${size}`;
}
