import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folders = ["infra", "services"];
const noCommit = "as it came";
const isSettings = (/** @type {string} */ name) => /^Pulumi(\..+)?\.yaml$/.test(name);

/**
 * The project's own text, kept aside before a lesson changes it: what git has as the current commit, so that a newer
 * version of the project is not taken for the learner's edit; without git, what is there when the first lesson begins.
 *
 * @param {string} dir of the project
 * @param {string} to where it is kept
 */
export function recordOriginals(dir, to) {
  const commit = currentCommit(dir);
  const stamp = join(to, "version");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === (commit ?? noCommit)) return;
  for (const folder of folders) rmSync(join(to, folder), { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  if (commit) extract(dir, to);
  else for (const path of listProgram(dir)) cpSync(join(dir, path), join(to, path));
  // A stack of the learner's own is not in git.
  for (const name of readdirSync(dir).filter(isSettings)) {
    if (!existsSync(join(to, name))) cpSync(join(dir, name), join(to, name));
  }
  writeFileSync(stamp, commit ?? noCommit);
}

/** What a lesson may change: the program, the services, the settings. @param {string} dir */
export function listProgram(dir) {
  const settings = existsSync(dir) ? readdirSync(dir).filter(isSettings) : [];
  return [...folders.flatMap((folder) => listFiles(dir, folder)), ...settings];
}

/**
 * The files below a folder, by paths from the project's.
 *
 * @param {string} dir
 * @param {string} folder
 * @returns {string[]}
 */
export function listFiles(dir, folder) {
  if (!existsSync(join(dir, folder))) return [];
  return readdirSync(join(dir, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(dir, path) : [path];
  });
}

/** @param {string} dir */
function currentCommit(dir) {
  if (!existsSync(join(dir, ".git"))) return undefined;
  try {
    return String(
      execFileSync("git", ["rev-parse", "HEAD"], { cwd: dir, stdio: ["ignore", "pipe", "ignore"] }),
    ).trim();
  } catch {
    return undefined; // no git on this machine, or no commit yet
  }
}

/** @param {string} dir @param {string} to */
function extract(dir, to) {
  const paths = [...folders, ":(glob)Pulumi*.yaml"];
  const archive = execFileSync("git", ["archive", "HEAD", ...paths], { cwd: dir, maxBuffer: 64_000_000 });
  execFileSync("tar", ["-x", "-C", to], { input: archive });
}
