import type { Debian } from "./debian.ts";

/** How one image is built; the recipes next to this folder have this shape. */
export interface Recipe {
  name: string;
  aliases: string[];
  /** The name of the image that it is built on. */
  from?: string;
  /** Hash of all that the image is made of. */
  recipe: string;
  /** Fetches what does not need the images below it. */
  download?: (step: BuildStep) => Promise<void>;
  build: (step: BuildStep) => Promise<void>;
}

/** The parameters of one build. */
export type BuildStep = {
  workDir: string;
  debian: Debian;
  force: boolean;
  onLine: (line: string) => void;
};
