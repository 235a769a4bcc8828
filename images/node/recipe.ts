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
  const name = `node-linux-${process.arch}`;
  const version = pinnedVersion(name);
  const image: Recipe = {
    name: `kafka-lab/node:${version}`,
    aliases: [`kafka-lab/node:${version.split(".")[0]}`],
    from: base.name,
    recipe: hashRecipe([base.recipe, version, readFileSync(dockerfile, "utf8")]),
    build: async (step) => {
      const packageDir = installedPackage(name);
      const context = join(step.workDir, "node");
      mkdirSync(context);
      copyFileSync(dockerfile, join(context, "Dockerfile"));
      copyFileSync(join(packageDir, "bin", "node"), join(context, "node"));
      await dockerBuild(image, context, step);
    },
  };
  return image;
}

/** From package.json, because node_modules may not be there yet when a first build begins. */
function pinnedVersion(name: string): string {
  return JSON.parse(readFileSync(join(labDir, "package.json"), "utf8")).optionalDependencies[name];
}

function installedPackage(name: string) {
  const dir = join(labDir, "node_modules", name);
  if (existsSync(dir)) return dir;
  throw new LabError(
    `the Node image is made of the npm package of Node for Linux: expected ${dir}, and it is not there.`,
    "Run `npm ci` without --omit=optional, then try again.",
  );
}
