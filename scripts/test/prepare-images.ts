import { ensureDocker } from "../../lib/docker/docker-setup.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { ensureImages } from "../../lib/stack/ensure-images.ts";
import type { Counts } from "./count-tests.ts";
import { restoreNames } from "./rename-images.ts";

/** Prepares Docker and the images for the end-to-end tests with the lab's own code; a bare machine has neither. */
export async function prepareImages(): Promise<Counts> {
  const { version, url } = await ensureDocker({ yes: true });
  console.log(`engine ${version} at ${url}`);
  if (restoreNames()) console.log("restored the image names that a killed run had changed");
  await ensureImages(await chooseStack({}));
  return { passed: 1, failed: 0, skipped: 0 };
}
