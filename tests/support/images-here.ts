import { spawnSync } from "node:child_process";
import type { ImageSettings } from "../../images/machine-images.ts";
import { rememberedStack } from "../../lib/project/lab-config.ts";
import { imageSettingsOf } from "../../lib/stack/stack-images.ts";

/**
 * The stack whose images this machine has: `dev` with the official ones, `local` with those that are built here. The
 * one that the lab remembers comes first, because `npm test` has prepared it.
 */
export const machineStack: string = findStack();

/** The images that this machine has; no test names any itself. */
export const machineImages: ImageSettings = imageSettingsOf(machineStack);

/**
 * The image of every program in the engine's tests: any with `node`, `sleep` and `bash`. The programs of the recordings
 * read it from the environment, as when they were recorded.
 */
export const nodeImage: string = process.env.CONFORMANCE_IMAGE ?? machineImages.nodeImage;

function findStack(): string {
  const bases = ["dev", "local"];
  const remembered = bases.filter((stack) => stack === rememberedStack());
  const found = [...remembered, ...bases].find((stack) => isHere(imageSettingsOf(stack)));
  if (found) return found;
  throw new Error(
    "expected the images of the stack dev or local on this machine, saw neither: run ./lab start, or npm test",
  );
}

function isHere({ kafkaImage, zookeeperImage, nodeImage }: ImageSettings): boolean {
  const images = [kafkaImage, zookeeperImage, nodeImage];
  return spawnSync("docker", ["image", "inspect", ...images], { stdio: "ignore" }).status === 0;
}
