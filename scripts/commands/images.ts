import { ensureDocker } from "../../lib/docker/docker-setup.ts";
import { ensureLocalImages } from "../../lib/stack/ensure-images.ts";

/** Builds the images of the stack `local`, from package registries only. */
export async function images({ force, yes }: { force?: boolean; yes?: boolean }) {
  await ensureDocker({ yes });
  await ensureLocalImages({ force, yes });
}
