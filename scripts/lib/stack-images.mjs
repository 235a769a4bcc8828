import { existsSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "./project.mjs";
import { ConfigEditor } from "./workshop/config-editor.mjs";

/** What decides between the official images and those that are built here. */
const imageSettings = ["kafkaImage", "nodeImage", "zookeeperImage", "readOnlyRootfs"];

/**
 * Whether a stack, such as `cluster`, says how many and leaves open of which images.
 * @param {string} stack
 */
export function lacksImages(stack, projectDir = labDir) {
  if (!existsSync(join(projectDir, `Pulumi.${stack}.yaml`))) return false;
  return new ConfigEditor(projectDir, stack)
    .list()
    .every(({ key, isDefault }) => isDefault || !key.endsWith("Image"));
}

/**
 * Writes the images of this machine's own stack into another one's settings, where both engines find them.
 * @param {string} stack
 * @param {{ from: string, log?: (line: string) => void, projectDir?: string }} options
 */
export function takeImages(stack, { from, log = console.log, projectDir = labDir }) {
  const [source, target] = [new ConfigEditor(projectDir, from), new ConfigEditor(projectDir, stack)];
  const given = source.list().filter(({ key, isDefault }) => imageSettings.includes(key) && !isDefault);
  for (const { key, value } of given) target.set(key, value);
  if (given.length > 0) log(`Pulumi.${stack}.yaml: the images are those of the stack ${from}.`);
}
