import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import type { LabFiles } from "../authoring/lesson.ts";
import { applyDiff } from "./apply-diff.ts";
import { openNotes } from "./notes.ts";
import { listFiles, listProgram, recordOriginals } from "./originals.ts";

/** Where the project's original text is saved before a lesson changes it. */
const originalsPath = ".lab/learn/originals";

/**
 * The files that lessons and learners share. A file that is replaced or removed is saved under .lab/saved/, and
 * `onSaved` is called once for each, unless its text is the original or was written by a lesson.
 */
export function openFiles(
  dir: string,
  onSaved: (path: string, folder: string) => void,
): LabFiles & {
  restore: () => void;
  putBack: (folder: string) => string[];
  guard: (path: string, edit: () => void) => void;
} {
  const written = openNotes(join(dir, ".lab/learn/written.json"));
  const at = (path: string) => join(dir, path);
  const read = (path: string) => readIfThere(at(path));
  const original = (path: string) => readIfThere(join(dir, originalsPath, path));
  const isOurs = (path: string) => {
    const text = read(path);
    return text === undefined || text === original(path) || hash(text) === written.get(path);
  };
  let saved: string | undefined;
  recordOriginals(dir, join(dir, originalsPath));

  function keep(path: string) {
    if (isOurs(path)) return;
    saved ??= freshFolder(dir);
    writeWhole(at(join(saved, path)), readFileSync(at(path)));
    onSaved(path, saved);
  }
  function write(path: string, text: string) {
    if (read(path) !== text) {
      keep(path);
      writeWhole(at(path), text);
    }
    written.set(path, hash(text));
  }
  function remove(path: string) {
    keep(path);
    rmSync(at(path), { force: true });
  }
  return {
    read,
    write,
    remove,
    original,
    list: (folder) => listFiles(dir, folder),
    applyDiff(diff) {
      for (const { path, text } of applyDiff(diff, read)) {
        if (text === undefined) remove(path);
        else write(path, text);
      }
    },
    savedIn: () => saved,
    restore() {
      for (const path of listProgram(dir))
        if (original(path) === undefined && !path.startsWith("Pulumi")) remove(path);
      for (const path of listProgram(join(dir, originalsPath))) write(path, original(path) ?? "");
    },
    /** Restores saved edits; the files that they replace are saved in turn. */
    putBack(folder) {
      const paths = listFiles(join(dir, folder), ".");
      for (const path of paths) {
        const text = readFileSync(join(dir, folder, path), "utf8");
        if (read(path) === text) continue;
        keep(path);
        writeWhole(at(path), text);
      }
      return paths;
    },
    /** A lesson's edit of a file that has no learner's edit does not count as one. */
    guard(path, edit) {
      const ours = isOurs(path);
      edit();
      if (ours) written.set(path, hash(read(path) ?? ""));
    },
  };
}

function freshFolder(dir: string) {
  const time = new Date().toISOString().slice(0, 19).replace(/:/g, "-");
  for (let turn = 1; ; turn += 1) {
    const folder = join(".lab/saved", turn === 1 ? time : `${time}-${turn}`);
    if (!existsSync(join(dir, folder))) return folder;
  }
}

function readIfThere(path: string) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function hash(text: string) {
  return createHash("sha256").update(text).digest("hex");
}
