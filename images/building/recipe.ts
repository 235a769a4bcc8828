/** How one image is built; the recipes beside this folder are of this shape. */
export interface Recipe {
  name: string;
  aliases: string[];
  /** Hash of all that the image is made of. */
  recipe: string;
  /** What can be fetched before the images it stands on are there. */
  download?: (step: BuildStep) => Promise<void>;
  build: (step: BuildStep) => Promise<void>;
}

/** What one build is given. */
export type BuildStep = { workDir: string; force: boolean; onLine: (line: string) => void };
