import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { EngineError } from "./engine-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than this process may write",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is not a folder",
  EIO: "the device reported an error",
};

/**
 * Replaces a file atomically: a reader always finds either the old content or the new, and a full disk leaves the old. A
 * link stays a link, and a file keeps its mode; `mode` is that of a new file.
 * @throws EngineError when the system refuses
 */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o666): void {
  reportRefusal(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const target = targetOf(file);
    const temporary = `${target}.${process.pid}.tmp`;
    try {
      writeToDisk(temporary, content, statSync(target, { throwIfNoEntry: false })?.mode ?? mode);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(target));
  });
}

/** Removes temporary files that killed writes of this file or its backup left; its caller must be the only writer. */
export function clearHalfWritten(file: string): void {
  const folder = dirname(file);
  const isLeftBehind = (name: string) =>
    name.startsWith(basename(file)) && /^\.(bak\.)?\d+\.tmp$/.test(name.slice(basename(file).length));
  for (const name of readdirSync(folder).filter(isLeftBehind)) rmSync(join(folder, name), { force: true });
}

/** Turns the system's refusal to write into an error of one line, with the path and the reason, that the user can fix. */
export function reportRefusal<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const reason = REASONS[code];
    if (reason === undefined) throw error;
    throw new EngineError(`${path} could not be written and was left as it is: ${reason} (${code}).`, {
      cause: error,
    });
  }
}

function writeToDisk(file: string, content: string | Uint8Array, mode: number): void {
  const handle = openSync(file, "w", mode);
  try {
    writeFileSync(handle, content); // in as many writes as needed, because one may be partial
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Makes the rename durable; some file systems cannot sync a folder. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!["EINVAL", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    closeSync(handle);
  }
}
