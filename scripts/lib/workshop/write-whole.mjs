import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { explainUnwritable } from "../unwritable.mjs";

/**
 * The file has the old text or the new one, and never half of it: a command that is killed must leave what the next one
 * can read.
 *
 * @param {string} file
 * @param {string} text
 * @throws LabError where the folder cannot be written
 */
export function writeWhole(file, text) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw explainUnwritable(error);
  }
}
