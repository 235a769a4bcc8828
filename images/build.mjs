import { LabError } from "../common/lab-error.mjs";
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
 * @typedef {object} Recipe
 * @property {string} name
 * @property {string[]} aliases
 * @property {string} recipe hash of all that the image is made of
 * @property {(step: BuildStep) => Promise<void>} [download] what can be fetched before the images it stands on are there
 * @property {(step: BuildStep) => Promise<void>} build
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
  const seconds = await inWorkDir((workDir) => buildInOrder(stale, { workDir, force, onLine: onProgress }));
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
 * Downloads start at once and run beside the builds, which come one after the other; returns the seconds each image took.
 * @param {Recipe[]} images
 * @param {BuildStep} step
 */
async function buildInOrder(images, step) {
  const downloads = images.map((image) => image.download?.(stepOf(image, step)));
  // One that fails while another image is built is looked at when its turn comes.
  for (const download of downloads) download?.catch(() => {});
  /** @type {Map<string, number>} */
  const seconds = new Map();
  try {
    for (const [index, image] of images.entries()) {
      seconds.set(image.name, await buildOne(image, downloads[index], stepOf(image, step)));
    }
  } finally {
    await Promise.allSettled(downloads);
  }
  return seconds;
}

/**
 * @param {Recipe} image
 * @param {Promise<void> | undefined} download
 * @param {BuildStep} step
 */
async function buildOne(image, download, step) {
  const startedMs = Date.now();
  await explained(image.name, async () => {
    await download;
    step.onLine("building");
    await image.build(step);
    for (const alias of image.aliases) await run("docker", ["tag", image.name, alias]);
  });
  return (Date.now() - startedMs) / 1000;
}

/**
 * @param {Recipe} image
 * @param {BuildStep} step
 * @returns {BuildStep}
 */
function stepOf(image, step) {
  return { ...step, onLine: (line) => line.trim() && step.onLine(`${image.name}: ${line.trim()}`) };
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
