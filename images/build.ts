import { LabError } from "../common/lab-error.mjs";
import { baseRecipe, suite } from "./base/recipe.ts";
import { explainBuildFailure, freeSpace } from "./building/build-failure.ts";
import { createDebian } from "./building/debian.ts";
import type { FoundImage } from "./building/docker-image.ts";
import { findImages } from "./building/docker-image.ts";
import { installPackages, missingPackages } from "./building/packages.ts";
import type { BuildStep, Recipe } from "./building/recipe.ts";
import { CommandFailed, run } from "./building/run-command.ts";
import { imageCacheDir, inWorkDir } from "./building/work-dir.ts";
import { kafkaRecipe } from "./kafka/recipe.ts";
import { nodeRecipe } from "./node/recipe.ts";
import { removeReplaced } from "./remove.ts";

export type BuiltImage = { name: string; built: boolean; seconds: number; bytes: number };

interface BuildOptions {
  /** Builds even images that exist and are current. */
  force?: boolean;
  /** Called with one short line at each step. */
  onProgress?: (text: string) => void;
  /** Asked before packages are installed on this machine. */
  confirmInstall?: (packages: string[]) => Promise<boolean>;
}

/** In build order: the first is the base of the others. */
export function imageRecipes(): Recipe[] {
  const base = baseRecipe();
  return [base, kafkaRecipe(base.recipe), nodeRecipe(base.recipe)];
}

/**
 * The images of the stack `local`: builds those that are missing or were built from another recipe, and returns which.
 */
export async function buildImages({
  force = false,
  onProgress = () => {},
  confirmInstall,
}: BuildOptions = {}): Promise<BuiltImage[]> {
  const recipes = imageRecipes();
  const before = await explained("the images", () => findImages(recipes.flatMap(allNames)));
  const stale = recipes.filter((image) => force || !isCurrent(image, before));
  if (stale.length > 0) await prepareMachine(onProgress, confirmInstall);
  const seconds = await inWorkDir((workDir) => {
    const debian = createDebian(suite, workDir);
    return buildInOrder(stale, { workDir, debian, force, onLine: onProgress });
  });
  const after = stale.length > 0 ? await findImages(recipes.flatMap(allNames)) : before;
  if (stale.length > 0) await removeReplaced([...before.values()].map(({ id }) => id));
  return recipes.map(({ name }) => ({
    name,
    built: seconds.has(name),
    seconds: seconds.get(name) ?? 0,
    bytes: after.get(name)?.bytes ?? 0,
  }));
}

function allNames({ name, aliases }: Recipe) {
  return [name, ...aliases];
}

function isCurrent(image: Recipe, found: Map<string, FoundImage>) {
  return allNames(image).every((name) => found.get(name)?.recipe === image.recipe);
}

async function prepareMachine(
  onProgress: (text: string) => void,
  confirmInstall: BuildOptions["confirmInstall"],
) {
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

/** Downloads start at once and run during the builds, which follow one another; returns the seconds each image took. */
async function buildInOrder(images: Recipe[], step: BuildStep) {
  const downloads = images.map((image) => image.download?.(stepOf(image, step)));
  // A download that fails while another image is built is reported when its turn comes.
  for (const download of downloads) download?.catch(() => {});
  const seconds: Map<string, number> = new Map();
  try {
    for (const [index, image] of images.entries()) {
      seconds.set(image.name, await buildOne(image, downloads[index], stepOf(image, step)));
    }
  } finally {
    await Promise.allSettled(downloads);
  }
  return seconds;
}

async function buildOne(image: Recipe, download: Promise<void> | undefined, step: BuildStep) {
  const startedMs = Date.now();
  await explained(image.name, async () => {
    await download;
    step.onLine("building");
    await image.build(step);
    for (const alias of image.aliases) await run("docker", ["tag", image.name, alias]);
  });
  return (Date.now() - startedMs) / 1000;
}

function stepOf(image: Recipe, step: BuildStep): BuildStep {
  return { ...step, onLine: (line) => line.trim() && step.onLine(`${image.name}: ${line.trim()}`) };
}

async function explained<T>(what: string, step: () => Promise<T>) {
  try {
    return await step();
  } catch (error) {
    if (error instanceof LabError) throw error;
    const output = error instanceof CommandFailed ? error.message : String((error as Error).message);
    if (!(error instanceof CommandFailed) && !/ENOSPC/.test(output)) throw error;
    throw explainBuildFailure(what, output, freeSpace([imageCacheDir, "/var/lib/docker"]));
  }
}
