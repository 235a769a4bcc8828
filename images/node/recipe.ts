import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { dockerBuild } from "../building/docker-build.ts";
import { hashRecipe } from "../building/docker-image.ts";
import type { Recipe } from "../building/recipe.ts";

const dockerfile = new URL("Dockerfile", import.meta.url);

/** The Node of this project: the very binary from node_modules. */
export function nodeRecipe(base: Recipe) {
  const packageDir = join(labDir, "node_modules", `node-linux-${process.arch}`);
  const version = nodeVersion(packageDir);
  const image: Recipe = {
    name: `kafka-lab/node:${version}`,
    aliases: [`kafka-lab/node:${version.split(".")[0]}`],
    from: base.name,
    recipe: hashRecipe([base.recipe, version, readFileSync(dockerfile, "utf8")]),
    build: async (step) => {
      const context = join(step.workDir, "node");
      mkdirSync(context);
      copyFileSync(dockerfile, join(context, "Dockerfile"));
      copyFileSync(join(packageDir, "bin", "node"), join(context, "node"));
      await dockerBuild(image, context, step);
    },
  };
  return image;
}

function nodeVersion(packageDir: string): string {
  if (existsSync(packageDir))
    return JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")).version;
  throw new LabError(
    `the Node image is made of the npm package of Node for Linux: expected ${packageDir}, and it is not there.`,
    "Run `npm ci` without --omit=optional, then try again.",
  );
}
