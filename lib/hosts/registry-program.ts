import { join } from "node:path";
import { labDir } from "../../common/project.mjs";

/** Where Debian's package docker-registry is unpacked; kept when the hosts go, because it does not change. */
export const registryFolder = join(labDir, ".lab", "cache", "docker-registry");

export const registryProgram = join(registryFolder, "usr", "bin", "docker-registry");
