import { rmSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { stackSettings } from "../../engine/stack-files.ts";
import { imageReference } from "../../images/image-reference.ts";
import type { ImageSettings } from "../../images/machine-images.ts";
import {
  completeImages,
  hasMachineImages,
  imageSettings,
  machineImagesPath,
  officialImages,
  readMachineImages,
} from "../../images/machine-images.ts";
import { rememberedStack } from "../project/lab-config.ts";
import { wrap } from "../terminal/terminal.ts";

export type Decision = { stack: "dev" | "local"; reason: string };

/** The stacks that name all of their images: a machine has those of the one or of the other. */
const bases = ["dev", "local"];

/**
 * Before a stack's images are needed: `.lab/images.json` says which images this machine has, for the program and
 * both engines. It follows the machine's own stack; where that is none of the two that name their images, what has
 * been found out before holds, and else the machine is looked at.
 */
export async function settleMachineImages(
  stack: string,
  {
    look,
    log,
    projectDir = labDir,
  }: { look: () => Promise<Decision>; log: (line: string) => void; projectDir?: string },
) {
  const own = rememberedStack(undefined, projectDir);
  if (own !== undefined && bases.includes(own)) return recordOwnImages(own, projectDir);
  if (!leavesImagesOpen(stack, projectDir)) return;
  if (hasMachineImages(projectDir)) return void readMachineImages(projectDir);
  const found = await look().catch(unlessUnreachable);
  if (!found) return;
  for (const line of wrap(`Images as in the stack ${found.stack}: ${found.reason}.`, 74)) log(line);
  recordOwnImages(found.stack, projectDir);
}

/** The images of the machine's own stack are those that it has; with the mirror that it uses, where it uses one. */
export function recordOwnImages(own: string, projectDir = labDir) {
  if (!bases.includes(own) || leavesImagesOpen(own, projectDir)) return;
  recordImages(imageSettingsOf(own, projectDir), projectDir);
}

/** The official ones need no record: without one, they are what the program takes. */
export function recordImages(images: ImageSettings, projectDir: string) {
  const file = join(projectDir, machineImagesPath);
  if (isSame(images, officialImages)) rmSync(file, { force: true });
  else if (!hasMachineImages(projectDir) || !isSame(images, readMachineImages(projectDir)))
    writeWhole(file, `${JSON.stringify(images, null, 2)}\n`);
}

/**
 * The image settings with which a stack runs on this machine; images are named as the program names them to Docker,
 * with the mirror that the stack wants before them.
 */
export function imageSettingsOf(stack: string, projectDir = labDir): ImageSettings {
  const given = readGiven(stack, projectDir);
  const images = completeImages((key) => given[key], projectDir);
  const reference = (image: string) => imageReference(given.registry ?? "", image);
  return {
    kafkaImage: reference(images.kafkaImage),
    zookeeperImage: reference(images.zookeeperImage),
    nodeImage: reference(images.nodeImage),
    readOnlyRootfs: images.readOnlyRootfs,
  };
}

/** The images of the brokers and services of a stack that its registry is to have, named as without a registry. */
export function imagesForRegistry(stack: string, projectDir = labDir): string[] {
  const given = readGiven(stack, projectDir);
  const { kafkaImage, zookeeperImage, nodeImage } = completeImages((key) => given[key], projectDir);
  const images = given.mode === "kraft" ? [kafkaImage, nodeImage] : [kafkaImage, zookeeperImage, nodeImage];
  return images.filter((image) => imageReference("registry:5000", image) !== image);
}

/** Whether a stack, such as `cluster`, leaves open of which images it is. */
function leavesImagesOpen(stack: string, projectDir = labDir) {
  const given = readGiven(stack, projectDir);
  return imageSettings.some((key) => key.endsWith("Image") && !given[key]);
}

function isSame(one: ImageSettings, other: ImageSettings) {
  return imageSettings.every((key) => one[key] === other[key]);
}

/** What the stack itself says. */
function readGiven(stack: string, projectDir: string): Record<string, string | undefined> {
  const { project, values } = stackSettings(projectDir, stack, () => {
    throw new Error("the image names of a stack are no secrets");
  });
  const keys = [...imageSettings, "mode", "registry"];
  return Object.fromEntries(keys.map((key) => [key, values[`${project}:${key}`]]));
}

/** A command that runs something reports that there is no engine; one that only reads settings needs none. */
function unlessUnreachable(error: NodeJS.ErrnoException) {
  if (error.code === undefined) throw error;
  return undefined;
}
