import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LabError } from "../common/lab-error.mjs";

/** The settings that depend on which images a machine can have; values are text, as Pulumi keeps settings. */
export const imageSettings = ["kafkaImage", "zookeeperImage", "nodeImage", "readOnlyRootfs"] as const;
export type ImageSetting = (typeof imageSettings)[number];
export type ImageSettings = Readonly<Record<ImageSetting, string>>;

/** The images of a machine that reaches Docker Hub, or that has no `.lab/images.json`; they cannot run read-only. */
export const officialImages: ImageSettings = {
  kafkaImage: "confluentinc/cp-kafka:7.9.10",
  zookeeperImage: "confluentinc/cp-zookeeper:7.9.10",
  nodeImage: "node:24.21.0-slim",
  readOnlyRootfs: "false",
};

/**
 * Which images a machine has is a fact about the machine, so no file that git tracks records it. The program reads it
 * from its own project, whichever engine runs it and from whatever folder.
 */
const ownProject = fileURLToPath(new URL("..", import.meta.url));

/** Where `./lab` records it, below the project's folder. */
export const machineImagesPath = join(".lab", "images.json");

/**
 * The image settings of a stack: its own values, and this machine's for those that it leaves open ("" or undefined).
 * Read-only is a property of the images: a stack that names one of Kafka's or ZooKeeper's must set it too, or it is
 * false.
 */
export function completeImages(
  given: (key: ImageSetting) => string | undefined,
  projectDir = ownProject,
): ImageSettings {
  const named = given("kafkaImage") || given("zookeeperImage");
  const settled: Partial<ImageSettings> = named ? { readOnlyRootfs: "false" } : {};
  const own = imageSettings.map((key) => [key, given(key) || settled[key]] as const);
  // A stack that leaves nothing open does not depend on the record, so a broken record does not stop it.
  const machine = own.every(([, value]) => value) ? officialImages : readMachineImages(projectDir);
  return Object.fromEntries(own.map(([key, value]) => [key, value || machine[key]])) as ImageSettings;
}

/** Whether this machine's images are recorded; if not, they are the official ones. */
export function hasMachineImages(projectDir = ownProject): boolean {
  return existsSync(join(projectDir, machineImagesPath));
}

/** The recorded images, else the official ones. Throws a LabError if the file is not as `./lab` writes it. */
export function readMachineImages(projectDir = ownProject): ImageSettings {
  if (!hasMachineImages(projectDir)) return officialImages;
  const file = join(projectDir, machineImagesPath);
  const content = parse(readFileSync(file, "utf8"));
  const wrong = wrongIn(content);
  if (wrong === undefined) return content as ImageSettings;
  throw new LabError(
    `${file} is not as the lab writes it: ${wrong}.`,
    `Remove it: rm '${file}'; ./lab up then finds out anew which images this machine has.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrongIn(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null || Array.isArray(content))
    return "expected a JSON object";
  const unknown = Object.keys(content).find((key) => !imageSettings.some((known) => known === key));
  if (unknown !== undefined) return `there is no image setting "${unknown}"`;
  for (const key of imageSettings) {
    const value: unknown = (content as Record<string, unknown>)[key];
    const [form, expected] =
      key === "readOnlyRootfs"
        ? [/^(true|false)$/, '"true" or "false"']
        : [/^[^\s:]\S*[:@][^\s/]+$/, "an image with its tag"];
    if (typeof value !== "string" || !form.test(value))
      return `${key}: expected ${expected}, saw ${JSON.stringify(value) ?? "nothing"}`;
  }
  return undefined;
}
