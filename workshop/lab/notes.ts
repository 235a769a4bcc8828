import { rmSync } from "node:fs";
import { writeWhole } from "../../common/write-whole.ts";
import { readJson } from "../../lib/project/read-json.ts";

/** Notes from one command for the next, in a small JSON file. */
export function openNotes(file: string) {
  const read = () => readJson(file) ?? {};
  return {
    get: (key: string) => read()[key],
    all: read,
    set(key: string, value: unknown) {
      writeWhole(file, `${JSON.stringify({ ...read(), [key]: value }, null, 2)}\n`);
    },
    clear: () => rmSync(file, { force: true }),
  };
}
