import { join } from "node:path";

/** The part that refuses unsupported properties in a program; small, because the program's process loads it. */
export const dockerHints = {
  name: "docker",
  hintsFile: join(import.meta.dirname, "properties", "old-forms.ts"),
} as const;
