import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import { applyDiff } from "../running/apply-diff.mjs";
import { listFiles, listProgram, recordOriginals } from "../running/originals.mjs";
import { openMemory } from "./notes.mjs";

/** @import { LabFiles } from "../authoring/lesson.ts" */

/** Where the project's own text is kept, as it came, before a lesson changes it. */
const originalsPath = ".lab/learn/originals";

/**
 * The files that lessons and learners share. Whatever is replaced or removed is kept under .lab/saved/, unless nobody
 * would miss it: it is as it came with the project, or a lesson had written it.
 *
 * @param {string} dir
 * @param {(path: string, folder: string) => void} onSaved told once for each file that was kept
 * @returns {LabFiles & { restore: () => void, putBack: (folder: string) => string[], guard: (path: string, edit: () => void) => void }}
 */
export function openFiles(dir, onSaved) {
  const written = openMemory(join(dir, ".lab/learn/written.json"));
  const at = (/** @type {string} */ path) => join(dir, path);
  const read = (/** @type {string} */ path) => readIfThere(at(path));
  const original = (/** @type {string} */ path) => readIfThere(join(dir, originalsPath, path));
  const isOurs = (/** @type {string} */ path) => {
    const text = read(path);
    return text === undefined || text === original(path) || hash(text) === written.get(path);
  };
  /** @type {string | undefined} */
  let saved;
  recordOriginals(dir, join(dir, originalsPath));

  /** @param {string} path */
  function keep(path) {
    if (isOurs(path)) return;
    saved ??= freshFolder(dir);
    writeWhole(at(join(saved, path)), readFileSync(at(path)));
    onSaved(path, saved);
  }
  /** @param {string} path @param {string} text */
  function write(path, text) {
    if (read(path) !== text) {
      keep(path);
      writeWhole(at(path), text);
    }
    written.set(path, hash(text));
  }
  /** @param {string} path */
  function remove(path) {
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
    /** What was kept becomes the learner's edit again; what is there instead is kept in its turn. */
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
    /** An edit by the lesson of a file that is nobody else's stays nobody else's. */
    guard(path, edit) {
      const ours = isOurs(path);
      edit();
      if (ours) written.set(path, hash(read(path) ?? ""));
    },
  };
}

/** @param {string} dir */
function freshFolder(dir) {
  const time = new Date().toISOString().slice(0, 19).replace(/:/g, "-");
  for (let turn = 1; ; turn += 1) {
    const folder = join(".lab/saved", turn === 1 ? time : `${time}-${turn}`);
    if (!existsSync(join(dir, folder))) return folder;
  }
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** @param {string} text */
function hash(text) {
  return createHash("sha256").update(text).digest("hex");
}
