import { ensureDocker } from "../../lib/docker/docker.mjs";
import { ensureLocalImages } from "../../lib/stack/ensure-images.mjs";

/**
 * Builds what the stack `local` runs, from package registries only.
 * @param {{ force?: boolean, yes?: boolean }} options
 */
export async function images({ force, yes }) {
  await ensureDocker({ yes });
  await ensureLocalImages({ force, yes });
}
