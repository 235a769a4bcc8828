import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginRecord, isUpToDate, recordFiles } from "./build-stamps.ts";
import { bundleLibraries } from "./bundle.ts";

/** Where the packages of a service are kept in one file; all paths but `root` are relative to `root`. */
export interface LibraryCache {
  readonly root: string;
  readonly folder: string;
  /** The files that decide what an import resolves to, besides the imported files themselves. */
  readonly resolution: readonly string[];
}

const kept = ["libraries.js", "libraries.js.map"];

/** Whether none of the files of the packages has changed since they were bundled. */
export function areLibrariesUpToDate({ root, folder }: LibraryCache): boolean {
  return isUpToDate(recordOf(root, folder), root);
}

/** The packages with these names in one file, and its source map; bundled anew when one of their files has changed. */
export function librariesOf(
  service: string,
  names: readonly string[],
  cache: LibraryCache,
): ReadonlyMap<string, Uint8Array> {
  const { root, folder, resolution } = cache;
  const record = recordOf(root, folder);
  const list = join(root, folder, "names");
  if (areLibrariesUpToDate(cache) && readFileSync(list, "utf8") === names.join("\n"))
    return new Map(kept.map((name) => [name, readFileSync(join(root, folder, name))]));
  const begun = beginRecord(record);
  const { files, inputs } = bundleLibraries(service, root, names);
  for (const [name, content] of files) writeFileSync(join(root, folder, name), content);
  writeFileSync(list, names.join("\n"));
  const made = ["names", ...files.keys()].map((name) => join(folder, name));
  recordFiles(record, root, { sources: [...inputs, ...resolution], made, begun });
  return files;
}

function recordOf(root: string, folder: string): string {
  return join(root, folder, "record.json");
}
