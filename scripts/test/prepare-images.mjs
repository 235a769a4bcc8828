import { ensureDocker } from "../../lib/docker/docker.mjs";
import { chooseStack } from "../../lib/stack/choose-stack.mjs";
import { ensureImages } from "../../lib/stack/ensure-images.mjs";
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
