import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Text } from "../authoring/lesson.ts";
import { listFiles } from "./originals.ts";

/** Where lessons save the edits that they replace, one folder for each command. */
export const savedPath = ".lab/saved";

/** The folders of saved edits by name, the oldest first, with their files. */
export function listSaved(dir: string) {
  const folder = join(dir, savedPath);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, files: listFiles(join(folder, name), ".") }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The message about a saved edit, with the command that restores it. */
export function keptEdit(path: string, folder: string): Text {
  const command = `./lab saved ${basename(folder)}`;
  return {
    en: `Saved your ${path} in ${folder}. To restore it: ${command}`,
    fr: `Votre ${path} est gardé dans ${folder}. Pour le reprendre\u00a0: ${command}`,
  };
}
