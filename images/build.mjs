import { LabError } from "../scripts/lib/lab-error.mjs";
import { baseRecipe } from "./base/recipe.mjs";
import { explainBuildFailure, freeSpace } from "./build-failure.mjs";
import { findImages } from "./docker-image.mjs";
import { kafkaRecipe } from "./kafka/recipe.mjs";
import { nodeRecipe } from "./node/recipe.mjs";
import { installPackages, missingPackages } from "./packages.mjs";
import { removeReplaced } from "./remove.mjs";
import { CommandFailed, run } from "./run.mjs";
import { imageCacheDir, inWorkDir } from "./work-dir.mjs";

/**
 * @typedef {{ workDir: string, force: boolean, onLine: (line: string) => void }} BuildStep
 * @typedef {{ name: string, aliases: string[], recipe: string, build: (step: BuildStep) => Promise<void> }} Recipe
 * @typedef {{ name: string, built: boolean, seconds: number, bytes: number }} BuiltImage
 * @typedef {object} BuildOptions
 * @property {boolean} [force] build even what is there and current
 * @property {(text: string) => void} [onProgress] one short line each time something moves
 * @property {(packages: string[]) => Promise<boolean>} [confirmInstall] asked before packages are installed on this machine
 */

/** In the order of building: the others stand on the first. @returns {Recipe[]} */
export function imageRecipes() {
  const base = baseRecipe();
  return [base, kafkaRecipe(base.recipe), nodeRecipe(base.recipe)];
}

/**
 * The images of the stack `local`: builds those that are missing or were built from another recipe, and tells which.
 * @param {BuildOptions} [options]
 * @returns {Promise<BuiltImage[]>}
 */
export async function buildImages({ force = false, onProgress = () => {}, confirmInstall } = {}) {
  const recipes = imageRecipes();
  const before = await explained("the images", () => findImages(recipes.flatMap(allNames)));
  const stale = recipes.filter((image) => force || !isCurrent(image, before));
  if (stale.length > 0) await prepareMachine(onProgress, confirmInstall);
  /** @type {Map<string, number>} */
  const seconds = new Map();
  for (const image of stale) seconds.set(image.name, await buildOne(image, force, onProgress));
  const after = stale.length > 0 ? await findImages(recipes.flatMap(allNames)) : before;
  if (stale.length > 0) await removeReplaced([...before.values()].map(({ id }) => id));
  return recipes.map(({ name }) => ({
    name,
    built: seconds.has(name),
    seconds: seconds.get(name) ?? 0,
    bytes: after.get(name)?.bytes ?? 0,
  }));
}

/** @param {Recipe} image */
function allNames({ name, aliases }) {
  return [name, ...aliases];
}

/**
 * @param {Recipe} image
 * @param {Map<string, import("./docker-image.mjs").FoundImage>} found
 */
function isCurrent(image, found) {
  return allNames(image).every((name) => found.get(name)?.recipe === image.recipe);
}

/**
 * @param {(text: string) => void} onProgress
 * @param {BuildOptions["confirmInstall"]} confirmInstall
 */
async function prepareMachine(onProgress, confirmInstall) {
  const packages = missingPackages();
  if (packages.length === 0) return;
  const command = `apt-get install ${packages.join(" ")}`;
  if (confirmInstall && !(await confirmInstall(packages))) {
    throw new LabError(
      `building the images needs ${packages.join(", ")}.`,
      `Run \`${command}\`, then try again.`,
    );
  }
  onProgress(command);
  await explained(packages.join(", "), () => installPackages(packages, onProgress));
}

/**
 * @param {Recipe} image
 * @param {boolean} force
 * @param {(text: string) => void} onProgress
 */
async function buildOne(image, force, onProgress) {
  const startedMs = Date.now();
  const onLine = (/** @type {string} */ line) => onProgress(`${image.name}: ${line.trim()}`);
  onLine("building");
  await explained(image.name, async () => {
    await inWorkDir((workDir) => image.build({ workDir, force, onLine }));
    for (const alias of image.aliases) await run("docker", ["tag", image.name, alias]);
  });
  return (Date.now() - startedMs) / 1000;
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} step
 */
async function explained(what, step) {
  try {
    return await step();
  } catch (error) {
    if (error instanceof LabError) throw error;
    const output =
      error instanceof CommandFailed ? error.message : String(/** @type {Error} */ (error).message);
    if (!(error instanceof CommandFailed) && !/ENOSPC/.test(output)) throw error;
    throw explainBuildFailure(what, output, freeSpace([imageCacheDir, "/var/lib/docker"]));
  }
}
