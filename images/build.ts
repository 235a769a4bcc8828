import { localKafkaImage, otherVersions } from "../common/kafka-versions.ts";
import { LabError } from "../common/lab-error.mjs";
import { baseRecipe, suite } from "./base/recipe.ts";
import { buildInOrder, type Downloads, explained, startDownloads } from "./building/build-in-order.ts";
import { createDebian } from "./building/debian.ts";
import type { FoundImage } from "./building/docker-image.ts";
import { findImages } from "./building/docker-image.ts";
import { installPackages, missingPackages } from "./building/packages.ts";
import type { BuildStep, Recipe } from "./building/recipe.ts";
import { inWorkDir } from "./building/work-dir.ts";
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
  /** Images that are built only where somebody wants them. */
  also?: readonly string[];
}

/** In build order: each comes after the one that it is built on. Those that are named as well are of other versions of Kafka. */
export function imageRecipes(also: readonly string[] = []): Recipe[] {
  const base = baseRecipe();
  const others = otherVersions.filter((version) => also.includes(localKafkaImage(version)));
  return [base, kafkaRecipe(base), nodeRecipe(base), ...others.map((version) => kafkaRecipe(base, version))];
}

/**
 * The images of the stack `local`: builds those that are missing or were built from another recipe, and returns which.
 */
export async function buildImages(options: BuildOptions = {}): Promise<BuiltImage[]> {
  const recipes = imageRecipes(options.also);
  const before = await found(recipes);
  const stale = recipes.filter((image) => options.force || !isCurrent(image, before));
  if (stale.length === 0) return describe(recipes, before, new Map());
  await prepareMachine(options.onProgress, options.confirmInstall);
  return inWorkDir((workDir) => {
    const step = firstStep(workDir, options);
    return buildStale(recipes, { before, stale, step, downloads: startDownloads(stale, step) });
  });
}

/** A build that has begun, and waits for the engine. */
export interface BegunBuild {
  /** Builds what the engine does not have. */
  finish(onProgress: (text: string) => void): Promise<BuiltImage[]>;
  /** Ends it without a build. */
  cancel(): Promise<void>;
}

/** Whether nothing must be installed before a build. */
export function canBuildAtOnce(): boolean {
  try {
    return missingPackages().length === 0;
  } catch {
    return false; // reported when it is built
  }
}

/** Begins with what needs no engine, the downloads, on a machine that is ready for them. */
export function beginBuild(): BegunBuild {
  const { promise: isWanted, resolve: decide } = Promise.withResolvers<boolean>();
  let onProgress = (_: string) => {};
  const recipes = imageRecipes();
  const built = inWorkDir(async (workDir) => {
    const step = firstStep(workDir, { onProgress: (text) => onProgress(text) });
    const downloads = startDownloads(recipes, step);
    if (!(await isWanted)) {
      await Promise.allSettled(downloads.values());
      return [];
    }
    const before = await found(recipes);
    const stale = recipes.filter((image) => !isCurrent(image, before));
    return buildStale(recipes, { before, stale, step, downloads });
  });
  built.catch(() => {}); // reported to the caller that waits for it
  return {
    finish(listener) {
      onProgress = listener;
      decide(true);
      return built;
    },
    async cancel() {
      decide(false);
      await built;
    },
  };
}

function firstStep(
  workDir: string,
  { force = false, onProgress: onLine = () => {} }: BuildOptions,
): BuildStep {
  return { workDir, debian: createDebian(suite, workDir), force, onLine };
}

async function buildStale(
  recipes: Recipe[],
  {
    before,
    stale,
    step,
    downloads,
  }: { before: Map<string, FoundImage>; stale: Recipe[]; step: BuildStep; downloads: Downloads },
): Promise<BuiltImage[]> {
  const seconds = await buildInOrder(stale, downloads, step);
  const after = await found(recipes);
  await removeReplaced([...before.values()].map(({ id }) => id));
  return describe(recipes, after, seconds);
}

function describe(recipes: Recipe[], images: Map<string, FoundImage>, seconds: Map<string, number>) {
  return recipes.map(({ name }) => ({
    name,
    built: seconds.has(name),
    seconds: seconds.get(name) ?? 0,
    bytes: images.get(name)?.bytes ?? 0,
  }));
}

function found(recipes: Recipe[]) {
  return explained("the images", () => findImages(recipes.flatMap(allNames)));
}

function allNames({ name, aliases }: Recipe) {
  return [name, ...aliases];
}

function isCurrent(image: Recipe, found: Map<string, FoundImage>) {
  return allNames(image).every((name) => found.get(name)?.recipe === image.recipe);
}

async function prepareMachine(
  onProgress: (text: string) => void = () => {},
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
