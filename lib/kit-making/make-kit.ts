import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { openKit } from "../kit/check-kit.ts";
import { fatProblem } from "../kit/fat-names.ts";
import { fileSum } from "../kit/file-sum.ts";
import {
  fingerprintOf,
  type KitFile,
  type Manifest,
  manifestFile,
  starterFile,
  writeManifest,
} from "../kit/manifest.ts";
import { formatMegabytes } from "../terminal/terminal.ts";
import type { Part } from "./parts/part.ts";
import { kitHeading, kitTexts, starterOf } from "./starter/kit-texts.ts";

type Log = (line: string) => void;

/** What a kit is made of; `log` says what is done, and `show` how far a long part is. */
export interface Wanted extends Pick<Manifest, "commit" | "stack" | "platforms" | "images"> {
  readonly parts: readonly Part[];
  readonly log: Log;
  readonly show: Log;
}

export interface MadeKit {
  readonly fingerprint: string;
  readonly bytes: number;
  readonly made: number;
  readonly kept: number;
}

const unfinished = ".part";

/**
 * Makes a kit, or brings an older one up to date. A part that is there is kept, one that is damaged is made again, and a
 * part has its name only once it is whole: after an interruption the same command goes on.
 */
export async function makeKit(dir: string, { parts, log, show, ...about }: Wanted): Promise<MadeKit> {
  const before = oldKit(dir);
  const problem = fatProblem(parts.map(({ path }) => ({ path, bytes: 0 })));
  if (problem !== undefined)
    throw new LabError(`a stick could not hold ${problem}.`, "This is a mistake of the lab.");
  removeUnfinished(dir);
  const texts: KitFile[] = [];
  for (const { name, text } of kitTexts(about)) texts.push(await writeText(dir, name, text));
  const files: KitFile[] = [];
  let made = 0;
  for (const [index, part] of parts.entries()) {
    const known = before?.files.find(({ path }) => path === part.path);
    const kept = await keptFile(dir, part, known);
    if (kept === undefined) made += 1;
    files.push(kept ?? (await makePart(dir, part, show)));
    const { bytes } = files.at(-1) as KitFile;
    log(
      `[${index + 1}/${parts.length}] ${part.path} ${formatMegabytes(bytes)}${kept ? ", there already" : ""}`,
    );
  }
  files.push(...texts);
  const manifest = { ...about, files, made: new Date().toISOString() };
  const fingerprint = finish(dir, manifest, before);
  removeOthers(dir, files);
  return {
    fingerprint,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    made,
    kept: parts.length - made,
  };
}

/** Which parts would be made, and about how large they are, before anything is. */
export const missingBytes = (dir: string, parts: readonly Part[]) =>
  parts
    .filter(({ path }) => !existsSync(join(dir, path)))
    .reduce((sum, { aboutBytes }) => sum + aboutBytes, 0);

/** Nothing but a kit is ever changed. */
function oldKit(dir: string): Manifest | undefined {
  if (!existsSync(dir)) return undefined;
  if (relative(labDir, dir) === "") throw notOurs(dir);
  const names = readdirSync(dir).filter(
    (name) => !name.startsWith(".") && name !== "System Volume Information",
  );
  if (names.includes(manifestFile)) return openOld(dir);
  if (names.length === 0 || isUnfinishedKit(dir)) return undefined;
  throw notOurs(dir);
}

/** The README comes first, and the manifest last. */
function isUnfinishedKit(dir: string) {
  const readme = join(dir, "README.txt");
  return existsSync(readme) && readFileSync(readme, "utf8").startsWith(kitHeading);
}

/** A manifest that does not fit counts as none: everything is then looked at by its name alone, and summed anew. */
function openOld(dir: string) {
  try {
    return openKit(dir).manifest;
  } catch {
    return undefined;
  }
}

const folders = ["project", "packages", "images", "debian", "pulumi", "npm"];

function notOurs(dir: string) {
  return new LabError(
    `${dir} holds something else than a kit.`,
    "Name an empty or a new folder: ./lab kit make /media/stick/kit",
  );
}

async function keptFile(dir: string, { path, platform }: Part, known: KitFile | undefined) {
  const found = statSync(join(dir, path), { throwIfNoEntry: false });
  if (!found?.isFile() || (known && known.bytes !== found.size)) return undefined;
  const sha256 = await fileSum(join(dir, path));
  return known && known.sha256 !== sha256 ? undefined : { sha256, bytes: found.size, platform, path };
}

async function makePart(dir: string, { path, platform, write }: Part, show: Log): Promise<KitFile> {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  await write(`${file}${unfinished}`, (bytes) => show(`${path}: ${formatMegabytes(bytes)}`));
  renameSync(`${file}${unfinished}`, file);
  return { sha256: await fileSum(file), bytes: statSync(file).size, platform, path };
}

async function writeText(dir: string, name: string, text: string): Promise<KitFile> {
  writeWhole(join(dir, name), text);
  return {
    sha256: await fileSum(join(dir, name)),
    bytes: Buffer.byteLength(text),
    platform: "any",
    path: name,
  };
}

/** Without a change the date stays, and so does the fingerprint. The starter comes last: without it there is no kit. */
function finish(dir: string, manifest: Manifest, before: Manifest | undefined) {
  const same = before && writeManifest({ ...manifest, made: before.made }) === writeManifest(before);
  const text = writeManifest(same ? before : manifest);
  const starter = starterOf(text);
  writeWhole(join(dir, manifestFile), text);
  writeWhole(join(dir, starterFile), starter);
  const { fingerprint } = openKit(dir);
  if (fingerprint !== fingerprintOf(starter)) throw new Error("the starter was not written as it is");
  return fingerprint;
}

function filesIn(dir: string) {
  return folders
    .filter((folder) => existsSync(join(dir, folder)))
    .flatMap((folder) => readdirSync(join(dir, folder)).map((name) => join(folder, name)));
}

function removeUnfinished(dir: string) {
  for (const path of filesIn(dir)) if (path.endsWith(unfinished)) rmSync(join(dir, path), { force: true });
}

/** Parts of an older kit that this one does not have. */
function removeOthers(dir: string, files: readonly KitFile[]) {
  const current = new Set(files.map(({ path }) => path));
  for (const path of filesIn(dir)) {
    if (!current.has(path.split(sep).join("/"))) rmSync(join(dir, path), { recursive: true, force: true });
  }
}
