import { join } from "node:path";

/** What is needed to refuse what a program writes for this package; little, because a program's process loads it. */
export const dockerHints = {
  name: "docker",
  hintsFile: join(import.meta.dirname, "properties", "old-forms.ts"),
} as const;
