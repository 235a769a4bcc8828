import { ensureDocker } from "../../lib/docker/docker-setup.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { ensureImages } from "../../lib/stack/ensure-images.ts";
import type { Counts } from "./count-tests.ts";
import { putNamesBack } from "./rename-images.ts";

/** What the end-to-end tests run on, made ready by the lab's own means; a bare machine has none of it. */
export async function prepareImages(): Promise<Counts> {
  const { version, url } = await ensureDocker({ yes: true });
  console.log(`engine ${version} at ${url}`);
  if (putNamesBack()) console.log("put back the image names that a killed run had changed");
  await ensureImages(await chooseStack({}));
  return { passed: 1, failed: 0, skipped: 0 };
}
