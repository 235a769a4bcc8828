import { engineGet } from "../docker/docker-api.mjs";
import { startProgress } from "../terminal/spinner.mjs";
import { confirm, formatSeconds, formatTable } from "../terminal/terminal.mjs";
import { missingImages, stackImages } from "./image-lookup.mjs";

/**
 * @typedef {object} ImageOptions
 * @property {(line: string) => void} [log]
 * @property {boolean | undefined} [force] build anew what is there and current
 * @property {boolean | undefined} [yes] install without asking what building needs
 */

/**
 * What the stack runs is on this machine afterwards, or can be pulled by `up`: images that no registry has are built.
 * @param {string} stack
 * @param {ImageOptions} [options]
 */
export async function ensureImages(stack, { log = console.log, ...options } = {}) {
  const images = await stackImages(stack);
  if (images.some(isBuiltHere)) return ensureLocalImages({ log, ...options });
  const missing = await missingImages(images);
  log(missing.length === 0 ? "all there" : `to be pulled by the next step: ${missing.join(", ")}`);
}

/** Whether no registry has it. @param {string} image */
export function isBuiltHere(image) {
  return image.startsWith("kafka-lab/");
}

/**
 * Those that were built here from another version of images/: what the program tells them may not be understood there.
 * @param {string[]} images
 */
export async function outdatedImages(images) {
  const builtHere = images.filter(isBuiltHere);
  if (builtHere.length === 0) return [];
  const { imageRecipes } = await import("../../images/build.mjs");
  const recipes = new Map(imageRecipes().map(({ name, recipe }) => [name, recipe]));
  const labels = await Promise.all(builtHere.map((image) => imageLabel(image, "kafka-lab.recipe")));
  return [...new Set(builtHere.filter((image, index) => isOther(labels[index], recipes.get(image))))];
}

/** @param {string | undefined} label @param {string | undefined} recipe none for a name that is an alias */
const isOther = (label, recipe) => label !== undefined && recipe !== undefined && label !== recipe;

/** @param {string} image @param {string} name @returns {Promise<string | undefined>} */
async function imageLabel(image, name) {
  const { body } = await engineGet(`/images/${encodeURI(image)}/json`);
  return /** @type {{ Config?: { Labels?: Record<string, string> } } | undefined} */ (body)?.Config?.Labels?.[
    name
  ];
}

/**
 * Builds those of the stack `local` that are missing or out of date, and shows all of them.
 * @param {ImageOptions} options
 */
export async function ensureLocalImages({ log = console.log, force = false, yes = false }) {
  const { buildImages } = await import("../../images/build.mjs");
  const progress = startProgress();
  try {
    const images = await buildImages({
      force,
      onProgress: progress.show,
      confirmInstall: (packages) => confirm(`Install ${packages.join(", ")} with apt-get?`, { yes }),
    });
    progress.end();
    log(formatTable(images.map(describeImage), 74));
  } finally {
    progress.end();
  }
}

/** @param {import("../../images/build.mjs").BuiltImage} image */
function describeImage({ name, built, seconds, bytes }) {
  return [
    name,
    `${Math.round(bytes / 1e6)} MB`,
    built ? `built in ${formatSeconds(seconds * 1000)}` : "there and up to date",
  ];
}
