import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { localKafkaImage, otherVersions } from "../../common/kafka-versions.ts";
import { LabError } from "../../common/lab-error.mjs";
import { processExists } from "../../common/process-identity.ts";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { imageRecipes } from "../../images/build.ts";
import type { ImageSettings } from "../../images/machine-images.ts";
import { rememberedStack } from "../../lib/project/lab-config.ts";
import { rememberStack } from "../../lib/stack/choose-stack.ts";
import { imageSettingsOf } from "../../lib/stack/stack-images.ts";

type Journal = {
  pid: number;
  local: Record<string, string>;
  official: string[];
  stack: string | undefined;
};

/** What to restore, written before anything is changed, so that the next run can finish the work of a killed one. */
const journalFile = join(labDir, ".lab", "official-names.json");

/**
 * Runs `run` as on a machine that has only the official images: meanwhile the local images have the official names
 * instead of their own, and the stack is `dev`. However it ends, the names and the stack are restored.
 */
export async function withOfficialNames<Result>(run: () => Promise<Result>): Promise<Result> {
  restoreNames();
  const [local, official] = [imageSettingsOf("local"), imageSettingsOf("dev")];
  requireLocalOnly(local, official);
  writeJournal(official);
  try {
    for (const key of ["kafkaImage", "zookeeperImage", "nodeImage"] as const)
      docker("tag", local[key], official[key]);
    for (const version of otherVersionsHere()) docker("tag", localKafkaImage(version), version.official);
    for (const name of Object.keys(readJournal()?.local ?? {})) docker("image", "rm", name);
    rememberStack("dev");
    return await run();
  } finally {
    restoreNames();
  }
}

/** Says why the images of this machine cannot be renamed; undefined if they can. */
export function cannotRename() {
  try {
    requireLocalOnly(imageSettingsOf("local"), imageSettingsOf("dev"));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Restores what a run has changed, unless that is another run that is still active; true if there was something. */
export function restoreNames() {
  const journal = readJournal();
  if (!journal || (journal.pid !== process.pid && processExists(journal.pid))) return false;
  for (const [name, id] of Object.entries(journal.local)) docker("tag", id, name);
  // An image that has another name loses only this one.
  for (const name of journal.official.filter(isHere)) docker("image", "rm", name);
  if (journal.stack) rememberStack(journal.stack);
  else rmSync(join(labDir, ".lab", "stack"), { force: true });
  rmSync(journalFile);
  return true;
}

function requireLocalOnly(local: ImageSettings, official: ImageSettings) {
  const pulled = namesOf(official).find(isHere);
  if (pulled !== undefined)
    throw new LabError(
      `this machine has ${pulled} itself.`,
      "Test with it: ./lab start --stack dev, then npm test",
    );
  const missing = namesOf(local).find((name) => !isHere(name));
  if (missing !== undefined)
    throw new LabError(
      `this machine has no ${missing} to be given an official name.`,
      "Build it: ./lab images",
    );
}

/** Records every name of a local image with its id, because its aliases are removed too. */
function writeJournal(official: ImageSettings) {
  const others = otherVersionsHere();
  const ours = [...namesOf(imageSettingsOf("local")), ...others.map(localKafkaImage)];
  const wanted = new Set(ours.map((name) => idOf(name)));
  const names = imageRecipes(others.map(localKafkaImage)).flatMap(({ name, aliases }) => [name, ...aliases]);
  const local = names
    .filter((name) => isHere(name) && wanted.has(idOf(name)))
    .map((name) => [name, idOf(name)]);
  const journal: Journal = {
    pid: process.pid,
    local: Object.fromEntries(local),
    official: [...namesOf(official), ...others.map((version) => version.official)],
    stack: rememberedStack(),
  };
  writeWhole(journalFile, `${JSON.stringify(journal, null, 2)}\n`);
}

/** Of these a machine may have none. */
const otherVersionsHere = () => otherVersions.filter((version) => isHere(localKafkaImage(version)));

function readJournal(): Journal | undefined {
  return existsSync(journalFile) ? JSON.parse(readFileSync(journalFile, "utf8")) : undefined;
}

function namesOf({ kafkaImage, zookeeperImage, nodeImage }: ImageSettings) {
  return [...new Set([kafkaImage, zookeeperImage, nodeImage])];
}

function isHere(name: string) {
  try {
    return idOf(name) !== "";
  } catch {
    return false;
  }
}

function idOf(name: string) {
  return docker("image", "inspect", "--format", "{{.Id}}", name);
}

function docker(...args: string[]) {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}
