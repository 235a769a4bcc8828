import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { StackFiles } from "./backend.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { EngineError } from "./engine-error.ts";

/** The state as the file has it. One that is damaged is left as it is, and the error says where the last good one lies. */
export function readCheckpoint(files: StackFiles): Checkpoint {
  const way = existsSync(files.backup)
    ? `The last good one is ${files.backup}: compare it and copy it over the damaged file.`
    : "Restore it from a copy.";
  try {
    const content = JSON.parse(readFileSync(files.state, "utf8")) as Checkpoint;
    if (content.version !== 3 || typeof content.checkpoint?.stack !== "string") {
      throw new Error(`expected a checkpoint of version 3, saw version ${JSON.stringify(content.version)}`);
    }
    return content;
  } catch (error) {
    throw new EngineError(
      `The state file ${files.state} cannot be read (${(error as Error).message}). It was left as it is. ${way}`,
      { cause: error },
    );
  }
}

/** Beside the file, to the disk, then in its place: whoever reads it, at whatever moment, finds a whole one. */
export function writeDurably(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = openSync(temporary, "w", 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  const folder = openSync(dirname(file), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
