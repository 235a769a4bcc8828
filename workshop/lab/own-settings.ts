import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { labDir } from "../../common/project.mjs";
import { settingsFile } from "../../engine/stack-files.ts";
import { ConfigEditor } from "../../lib/project/config-editor.ts";
import { openNotes } from "./notes.ts";

type Files = { guard(path: string, edit: () => void): void };
type Settings = Record<string, string>;

/**
 * What was set by `./lab config set` while no lesson was under way, such as a port or a name, by stack. Lessons restore
 * the settings of the project, and then these.
 */
export function openOwnSettings(projectDir = labDir) {
  const notes = openNotes(join(projectDir, ".lab/learn/own-settings.json"));
  const of = (stack: string): Settings => notes.get(stack) ?? {};
  return {
    of,
    /** `value` undefined: it is no longer set. */
    note(stack: string, key: string, value: string | undefined) {
      const { [key]: _, ...others } = of(stack);
      notes.set(stack, value === undefined ? others : { ...others, [key]: value });
    },
    /** Sets them again, for every stack that has a file of settings. */
    apply(files: Files) {
      for (const [stack, settings] of Object.entries(notes.all())) {
        if (!existsSync(settingsFile(projectDir, stack).file)) continue;
        const editor: ConfigEditor = new ConfigEditor(projectDir, stack, (edit) =>
          files.guard(relative(projectDir, editor.file), edit),
        );
        for (const [key, value] of Object.entries(settings as Settings))
          if (editor.declarations[key]) editor.set(key, value);
      }
    },
  };
}
