import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
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

/** What is to be put back, written before anything is changed: a run that is killed leaves it to the next one. */
const journalFile = join(labDir, ".lab", "official-names.json");

/**
 * Runs something on a machine that has the official images only, by name: the local images lose their own names and
 * get the official ones for the duration, and the stack is `dev`. However it ends, the names and the stack are put
 * back.
 */
export async function withOfficialNames<Result>(run: () => Promise<Result>): Promise<Result> {
  putNamesBack();
  const [local, official] = [imageSettingsOf("local"), imageSettingsOf("dev")];
  requireLocalOnly(local, official);
  writeJournal(official);
  try {
    for (const key of ["kafkaImage", "zookeeperImage", "nodeImage"] as const)
      docker("tag", local[key], official[key]);
    for (const name of Object.keys(readJournal()?.local ?? {})) docker("image", "rm", name);
    rememberStack("dev");
    return await run();
  } finally {
    putNamesBack();
  }
}

/** Why this machine cannot play one with the official names only; undefined where it can. */
export function cannotRename() {
  try {
    requireLocalOnly(imageSettingsOf("local"), imageSettingsOf("dev"));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Puts back what a run has changed, unless it is another one that still runs; true where there was something. */
export function putNamesBack() {
  const journal = readJournal();
  if (!journal || (journal.pid !== process.pid && isAlive(journal.pid))) return false;
  for (const [name, id] of Object.entries(journal.local)) docker("tag", id, name);
  // An image with another name only loses this one.
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

/** Every name that a local image has, with its id: its aliases go as well. */
function writeJournal(official: ImageSettings) {
  const wanted = new Set(namesOf(imageSettingsOf("local")).map((name) => idOf(name)));
  const names = imageRecipes().flatMap(({ name, aliases }) => [name, ...aliases]);
  const local = names
    .filter((name) => isHere(name) && wanted.has(idOf(name)))
    .map((name) => [name, idOf(name)]);
  const journal: Journal = {
    pid: process.pid,
    local: Object.fromEntries(local),
    official: namesOf(official),
    stack: rememberedStack(),
  };
  writeWhole(journalFile, `${JSON.stringify(journal, null, 2)}\n`);
}

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

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
