import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Text } from "../authoring/lesson.ts";
import { listFiles } from "./originals.ts";

/** Where lessons keep the edits that they replace, a folder for each command that did so. */
export const savedPath = ".lab/saved";

/** Every folder of edits by its name, the oldest first, with the files that it holds. */
export function listSaved(dir: string) {
  const folder = join(dir, savedPath);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, files: listFiles(join(folder, name), ".") }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Said where an edit is kept, with the way to have it back. */
export function keptEdit(path: string, folder: string): Text {
  const command = `./lab saved ${basename(folder)}`;
  return {
    en: `Kept your ${path} in ${folder}. To have it back: ${command}`,
    fr: `Votre ${path} est gardé dans ${folder}. Pour le reprendre : ${command}`,
  };
}
