import { type KafkaVersion, localKafkaImage } from "../../common/kafka-versions.ts";
import type { BegunBuild, BuiltImage } from "../../images/build.ts";
import { engineGet } from "../docker/docker-api.ts";
import { startProgress } from "../terminal/spinner.ts";
import { confirm, formatSeconds, formatTable } from "../terminal/terminal.ts";
import { missingImages, stackImages } from "./image-lookup.ts";

interface ImageOptions {
  log?: (line: string) => void;
  /** Build anew what is there and current. */
  force?: boolean | undefined;
  /** Install without asking what building needs. */
  yes?: boolean | undefined;
  /** Goes on with this build. */
  begun?: BegunBuild | undefined;
  /** Images of other versions, that are built only where somebody wants them. */
  also?: readonly string[] | undefined;
}

/**
 * What the stack runs is on this machine afterwards, or can be pulled by `up`: images that no registry has are
 * built.
 */
export async function ensureImages(stack: string, { log = console.log, ...options }: ImageOptions = {}) {
  const images = await stackImages(stack);
  if (images.some(isBuiltHere)) return ensureLocalImages({ log, also: images, ...options });
  await options.begun?.cancel();
  const missing = await missingImages(images);
  log(missing.length === 0 ? "all there" : `to be pulled by the next step: ${missing.join(", ")}`);
}

/** The image of a version of Kafka, as the stack has its images: built here, or official. */
export async function kafkaImageOf(version: KafkaVersion, stack: string) {
  const own = await stackImages(stack);
  return own.some(isBuiltHere) ? localKafkaImage(version) : version.official;
}

/** Whether no registry has it. */
export function isBuiltHere(image: string) {
  return image.startsWith("kafka-lab/");
}

/**
 * Those that were built here from another version of images/: they may not understand what the program sets
 * there.
 */
export async function outdatedImages(images: string[]) {
  const builtHere = images.filter(isBuiltHere);
  if (builtHere.length === 0) return [];
  const { imageRecipes } = await import("../../images/build.ts");
  const recipes = new Map(imageRecipes(builtHere).map(({ name, recipe }) => [name, recipe]));
  const labels = await Promise.all(builtHere.map((image) => imageLabel(image, "kafka-lab.recipe")));
  return [...new Set(builtHere.filter((image, index) => isOther(labels[index], recipes.get(image))))];
}

/** A name that is an alias has no recipe. */
const isOther = (label: string | undefined, recipe: string | undefined) =>
  label !== undefined && recipe !== undefined && label !== recipe;

async function imageLabel(image: string, name: string): Promise<string | undefined> {
  const { body } = await engineGet(`/images/${encodeURI(image)}/json`);
  return (body as { Config?: { Labels?: Record<string, string> } } | undefined)?.Config?.Labels?.[name];
}

/** Builds those of the stack `local` that are missing or out of date, and shows all of them. */
export async function ensureLocalImages({
  log = console.log,
  force = false,
  yes = false,
  begun,
  also = [],
}: ImageOptions) {
  const { buildImages } = await import("../../images/build.ts");
  const progress = startProgress();
  try {
    const confirmInstall = (packages: string[]) =>
      confirm(`Install ${packages.join(", ")} with apt-get?`, { yes });
    const build = () => buildImages({ force, onProgress: progress.show, confirmInstall, also });
    const begunOnes = await begun?.finish(progress.show);
    // What was begun before the stack was known has none of another version.
    const images = begunOnes === undefined || also.length > 0 ? await build() : begunOnes;
    progress.end();
    log(formatTable(images.map(describeImage), 74));
  } finally {
    progress.end();
  }
}

function describeImage({ name, built, seconds, bytes }: BuiltImage) {
  return [
    name,
    `${Math.round(bytes / 1e6)} MB`,
    built ? `built in ${formatSeconds(seconds * 1000)}` : "there and up to date",
  ];
}
