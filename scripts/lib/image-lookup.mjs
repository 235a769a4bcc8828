import { engineGet } from "./docker-api.mjs";
import { labDir } from "./project.mjs";
import { imageSettingsOf } from "./stack-images.mjs";

const registryBudgetMs = 6_000;

/**
 * The images that a stack runs, as its program names them to Docker; those of the services are built from the last one.
 * @param {string} stack
 */
export async function stackImages(stack, projectDir = labDir) {
  const settings = imageSettingsOf(stack, projectDir);
  return [settings.kafkaImage, settings.zookeeperImage, settings.nodeImage];
}

/** @param {string} image */
export async function hasImage(image) {
  const { status } = await engineGet(`/images/${encodeURI(image)}/json`);
  return status === 200;
}

/**
 * Those that are not on this machine.
 * @param {string[]} images
 */
export async function missingImages(images) {
  const here = await Promise.all(images.map((image) => hasImage(image)));
  return [...new Set(images.filter((_, index) => !here[index]))];
}

/**
 * Whether the registry has the image: the engine asks for its manifest, which is small, and pulls nothing.
 * @param {string} image
 * @returns {Promise<{ pullable: boolean, failure?: string }>}
 */
export async function canPull(image) {
  try {
    const { status, body } = await engineGet(`/distribution/${encodeURI(image)}/json`, {
      timeoutMs: registryBudgetMs,
    });
    return status === 200
      ? { pullable: true }
      : { pullable: false, failure: shorten(body?.message ?? `HTTP ${status}`) };
  } catch (error) {
    return { pullable: false, failure: /** @type {Error} */ (error).message };
  }
}

/** The engine wraps what went wrong in what it was doing: the end of it is what matters. @param {string} message */
function shorten(message) {
  const end = message.trim().split(": ").slice(-2).join(": ");
  return end.replace(/ on [\d.]+:53/, "");
}
