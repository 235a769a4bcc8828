import { ensureDocker } from "../docker.mjs";
import { ensureImages } from "../images.mjs";
import { chooseStack } from "../stack.mjs";
import { putNamesBack } from "./official-names.mjs";

/**
 * What the end-to-end tests run on, made ready by the lab's own means; a bare machine has none of it.
 *
 * @returns {Promise<import("./run-step.mjs").Counts>}
 */
export async function prepareImages() {
  const { version, url } = await ensureDocker({ yes: true });
  console.log(`engine ${version} at ${url}`);
  if (putNamesBack()) console.log("put back the image names that a killed run had changed");
  await ensureImages(await chooseStack({}));
  return { passed: 1, failed: 0, skipped: 0 };
}
