import type { KitImage } from "../kit/manifest.ts";
import { ownPlatform, type Platform } from "../kit/platforms.ts";
import { debianParts } from "./parts/debian.ts";
import { imagesPart } from "./parts/images.ts";
import { packagesPart } from "./parts/packages.ts";
import type { Part } from "./parts/part.ts";
import { projectParts } from "./parts/project.ts";
import { pulumiPart } from "./parts/pulumi.ts";

interface Wanted {
  readonly projectDir: string;
  readonly platforms: readonly Platform[];
  readonly stack: "dev" | "local";
  readonly log: (line: string) => void;
}

/** Everything that a kit for these platforms consists of. */
export async function collectParts({ projectDir, platforms, stack, log }: Wanted) {
  const { commit, changed, parts: project } = projectParts(projectDir);
  const parts: Part[] = [...project, ...platforms.map((platform) => packagesPart(projectDir, platform))];
  const images: KitImage[] = [];
  for (const platform of new Set(platforms.map((each) => each.images))) {
    const found = await imagesPart(stack, platform, log);
    parts.push(found.part);
    images.push(...found.images);
  }
  if (platforms.some(({ name }) => name === ownPlatform().name)) {
    parts.push(...(await debianParts(log)));
    const pulumi = await pulumiPart(log);
    if (pulumi !== undefined) parts.push(pulumi);
  }
  return { commit, changed, stack, platforms: platforms.map(({ name }) => name), images, parts };
}
