import { rmSync } from "node:fs";
import { writeWhole } from "../../common/write-whole.ts";
import { readJson } from "../../lib/project/read-json.mjs";

/**
 * What must be known from one command to the next, in a small JSON file.
 *
 * @param {string} file
 */
export function openMemory(file) {
  const read = () => readJson(file) ?? {};
  return {
    /** @param {string} key */
    get: (key) => read()[key],
    /** @param {string} key @param {unknown} value */
    set(key, value) {
      writeWhole(file, `${JSON.stringify({ ...read(), [key]: value }, null, 2)}\n`);
    },
    clear: () => rmSync(file, { force: true }),
  };
}
