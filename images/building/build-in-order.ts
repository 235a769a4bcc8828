import { LabError } from "../../common/lab-error.mjs";
import { explainBuildFailure, freeSpace } from "./build-failure.ts";
import type { BuildStep, Recipe } from "./recipe.ts";
import { CommandFailed, run } from "./run-command.ts";
import { imageCacheDir } from "./work-dir.ts";

export type Downloads = Map<Recipe, Promise<void> | undefined>;

/** All at once; they go on during the builds. */
export function startDownloads(images: Recipe[], step: BuildStep): Downloads {
  const downloads = new Map(images.map((image) => [image, image.download?.(stepOf(image, step))]));
  // A download that fails while another image is built is reported when its turn comes.
  for (const download of downloads.values()) download?.catch(() => {});
  return downloads;
}

/** An image waits only for the one that it is built on; returns the seconds each image took. */
export async function buildInOrder(images: Recipe[], downloads: Downloads, step: BuildStep) {
  const builds = new Map<string, Promise<number>>();
  for (const image of images) {
    const below = builds.get(image.from ?? "");
    const build = Promise.resolve(below).then(() =>
      buildOne(image, downloads.get(image), stepOf(image, step)),
    );
    build.catch(() => {}); // reported when its turn comes
    builds.set(image.name, build);
  }
  const seconds: Map<string, number> = new Map();
  try {
    for (const [name, build] of builds) seconds.set(name, await build);
  } finally {
    await Promise.allSettled([...builds.values(), ...downloads.values()]);
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

/** Runs the step; what an image build prints when it fails becomes an error that says what to do. */
export async function explained<T>(what: string, step: () => Promise<T>) {
  try {
    return await step();
  } catch (error) {
    if (error instanceof LabError) throw error;
    const output = error instanceof CommandFailed ? error.message : String((error as Error).message);
    if (!(error instanceof CommandFailed) && !/ENOSPC/.test(output)) throw error;
    throw explainBuildFailure(what, output, freeSpace([imageCacheDir, "/var/lib/docker"]));
  }
}
