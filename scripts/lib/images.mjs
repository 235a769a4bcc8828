import { missingImages, stackImages } from "./image-lookup.mjs";
import { startProgress } from "./progress.mjs";
import { confirm, formatSeconds, formatTable } from "./terminal.mjs";

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
