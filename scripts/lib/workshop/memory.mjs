import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What must be known from one command to the next, in a small JSON file.
 *
 * @param {string} file
 */
export function openMemory(file) {
  const read = () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
  return {
    /** @param {string} key */
    get: (key) => read()[key],
    /** @param {string} key @param {unknown} value */
    set(key, value) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ ...read(), [key]: value }, null, 2)}\n`);
    },
    clear: () => rmSync(file, { force: true }),
  };
}
