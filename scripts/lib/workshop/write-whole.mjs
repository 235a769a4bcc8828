/** Scripts and engine write by the same means: a file has the old text or the new one, and never half of it. */
export { writeWhole } from "../../../engine/write-whole.ts";
