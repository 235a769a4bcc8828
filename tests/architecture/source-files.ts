import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { labDir } from "../../common/project.mjs";

/** The layers, from the bottom to the top: a file imports from its own layer and from those before it. */
export const LAYERS: readonly (readonly string[])[] = [
  ["common"],
  ["docker-client"],
  ["engine", "images", "services"],
  ["infra"],
  ["lib"],
  ["workshop"],
  ["scripts", "web"],
  ["bench"],
];

/** One import: the importing file and the imported one, both relative to the project's folder; a package by its name. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every source file in the layers, without tests and their helpers. */
export function sourceFiles(): string[] {
  return LAYERS.flat()
    .flatMap((folder) =>
      readdirSync(join(labDir, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => /\.(tsx?|mjs|js)$/.test(path) && !path.includes("node_modules/"))
    .filter((path) => !/\.(test|d)\.tsx?$/.test(path) && !/\/(testing|fixtures)\//.test(path))
    .sort();
}

/** What the files import, types included, because a type also makes one file depend on the other. */
export function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((from) => {
    const text = readFileSync(join(labDir, from), "utf8");
    return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
      from,
      to: fileName.startsWith(".") ? join(dirname(from), fileName) : fileName,
    }));
  });
}

/** The groups whose members reach each other along the imports; empty if there is no cycle. */
export function cyclesOf(imports: readonly Import[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = new Map([...next.keys()].map((start) => [start, reachableFrom(start, next)]));
  const inCycle = [...reached.keys()].filter((name) => reached.get(name)?.has(name));
  const groups = inCycle.map((name) =>
    inCycle.filter((other) => reached.get(name)?.has(other) && reached.get(other)?.has(name)),
  );
  return [...new Set(groups.map((group) => group.join(", ")))].map((group) => group.split(", "));
}

function reachableFrom(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set<string>();
  const open = [...(next.get(start) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(next.get(name) ?? []));
  }
  return found;
}
