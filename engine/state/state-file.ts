import { existsSync, readFileSync } from "node:fs";
import { EngineError } from "../../common/engine-error.ts";
import { writeWhole } from "../../common/write-whole.ts";
import type { Checkpoint } from "../model/checkpoint.ts";
import type { StackFiles } from "../project/backend.ts";

/** Reads the state file. A damaged one is left as it is, and the error says where the last good one is. */
export function readCheckpoint(files: StackFiles): Checkpoint {
  const advice = existsSync(files.backup)
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
      `The state file ${files.state} cannot be read (${(error as Error).message}). It was left as it is. ${advice}`,
      { cause: error },
    );
  }
}

/** Writes a state file that only its owner can read, because it may hold secrets. */
export function writeState(file: string, content: string | Uint8Array): void {
  writeWhole(file, content, 0o600);
}
