import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import { readJson } from "../../lib/project/read-json.ts";

const folders = ["infra", "services"];
/** Lessons neither change the project's tests nor restore them. */
const isTest = (path: string) => path.endsWith(".test.ts");
const isSettings = (name: string) => /^Pulumi(\..+)?\.yaml$/.test(name);

/** The original text of each file, by git's id of the blob. */
export const manifestPath = "workshop/originals.json";
/** Says to which manifest the recorded originals belong; without it they are recorded anew. */
export const originalsStamp = ".lab/learn/originals/version";

/**
 * Records the project's original text before a lesson changes it. The manifest that comes with the project says which
 * text that is, whatever the learner has edited, committed, pushed or pulled since; a file that differs is read from
 * git's objects. If git does not have it, as in a download without git, the file is used as it is.
 */
export function recordOriginals(dir: string, to: string) {
  const manifest = readManifest(dir);
  const version = createHash("sha256")
    .update(JSON.stringify(manifest ?? "none"))
    .digest("hex");
  const stamp = join(to, "version");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  // From here until the new stamp is written, the existing records do not count.
  writeWhole(stamp, "");
  for (const folder of folders) rmSync(join(to, folder), { recursive: true, force: true });
  const paths = manifest ? Object.keys(manifest) : listProgram(dir);
  for (const path of paths) keepOriginal(dir, to, path, manifest?.[path]);
  // A stack of the learner's own does not belong to the project.
  for (const name of readdirSync(dir).filter(isSettings)) {
    if (!existsSync(join(to, name))) cpSync(join(dir, name), join(to, name));
  }
  writeWhole(stamp, version);
}

/** A manifest of the current texts, for changes of the project. */
export function createManifest(dir: string, paths = listProgram(dir)) {
  return Object.fromEntries(paths.toSorted().map((path) => [path, blobId(readFileSync(join(dir, path)))]));
}

/** The files that a lesson may change: the program and the services without their tests, the settings. */
export function listProgram(dir: string) {
  const settings = existsSync(dir) ? readdirSync(dir).filter(isSettings) : [];
  const program = folders.flatMap((folder) => listFiles(dir, folder));
  return [...program.filter((path) => !isTest(path)), ...settings];
}

/** The files below a folder, by paths from the project's. */
export function listFiles(dir: string, folder: string): string[] {
  if (!existsSync(join(dir, folder))) return [];
  return readdirSync(join(dir, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(dir, path) : [path];
  });
}

function keepOriginal(dir: string, to: string, path: string, id: string | undefined) {
  const file = join(dir, path);
  const now = existsSync(file) ? readFileSync(file) : undefined;
  const text = id === undefined || isText(now, id) ? now : (fromGit(dir, id) ?? now);
  if (text === undefined) return;
  mkdirSync(dirname(join(to, path)), { recursive: true });
  writeFileSync(join(to, path), text);
}

/** A checkout for Windows has other line endings. */
function isText(now: Buffer | undefined, id: string) {
  if (now === undefined) return false;
  return blobId(now) === id || blobId(Buffer.from(now.toString("utf8").replaceAll("\r\n", "\n"))) === id;
}

/** As git computes it: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. */
function blobId(text: Buffer) {
  return createHash("sha1").update(`blob ${text.length}\0`).update(text).digest("hex");
}

function fromGit(dir: string, id: string) {
  if (!existsSync(join(dir, ".git"))) return undefined;
  try {
    return execFileSync("git", ["cat-file", "blob", id], {
      cwd: dir,
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64_000_000,
    });
  } catch {
    return undefined; // no git on this machine, or a repository that begins later
  }
}

function readManifest(dir: string): Record<string, string> | undefined {
  return readJson(join(dir, manifestPath));
}
