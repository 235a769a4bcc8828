import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { runChild } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";

// Part of the bootstrap: runs on any Node from 20 on, with Node's own modules only.

/** Below this one, Node neither runs TypeScript by itself nor is accepted by Pulumi's SDK. */
const oldestUsable = [22, 18];

/** `npm ci` where node_modules is missing or older than the lock file; one at a time, however many are started. */
export async function installDependencies(dir = labDir) {
  if (areDependenciesFresh(dir)) return;
  const lock = join(dir, ".lab", "bootstrap.lock");
  const release = await takeLock(lock);
  process.on("exit", release); // an interruption comes to no `finally`
  try {
    if (!areDependenciesFresh(dir)) await npmCi(dir, lock);
  } finally {
    process.off("exit", release);
    release();
  }
}

/** Fresh means: npm finished an install (its own lock file is there) after the lock file last changed. */
export function areDependenciesFresh(dir = labDir) {
  const installed = modifiedMs(join(dir, "node_modules", ".package-lock.json"));
  return installed !== undefined && installed > (modifiedMs(join(dir, "package-lock.json")) ?? 0);
}

/** The pinned Node from node_modules, or the running one where no pinned one exists for this platform. */
export function findNode(dir = labDir) {
  const pinned = join(dir, "node_modules", ".bin", "node");
  if (spawnSync(pinned, ["--version"]).status === 0) return pinned;
  if (isUsable(process.versions.node)) return process.execPath;
  throw new LabError(
    `the pinned Node does not run on this machine (${process.platform} ${process.arch}), and ${process.version} is too old for the lab.`,
    `Put Node ${oldestUsable.join(".")} or later on PATH (https://nodejs.org), then try again.`,
  );
}

/** Whether this Node could replace the pinned one. @param {string} version */
export function isUsable(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestUsable;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * Runs the script in a child and is transparent to signals and to the exit status.
 * @param {string} node
 * @param {string} script
 * @param {string[]} scriptArguments
 * @returns {Promise<number>}
 */
export function runScript(node, script, scriptArguments) {
  const child = spawn(node, [script, ...scriptArguments], { stdio: "inherit" });
  // Ctrl-C in a terminal reaches the child by itself: passing it on would count as asking twice.
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) {
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) => resolve(status ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}

/** @param {string} dir @param {string} lock */
async function npmCi(dir, lock) {
  const target = join(dir, "node_modules");
  // npm empties the folder first, through a link as well: what it leads to may be somebody else's.
  if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(target);
  const startedMs = Date.now();
  console.error(`Installing the dependencies into ${target} (npm ci, about 100 MB the first time) ...`);
  const { status, lines } = await runNpm(dir, lock);
  if (status !== 0) {
    throw new LabError(`npm ci failed:\n${lines.slice(-12).join("\n")}`, explainNpmFailure(lines.join("\n")));
  }
  console.error(`Installed in ${((Date.now() - startedMs) / 1000).toFixed(1)} s.`);
}

/**
 * What to do about a failed install, by what npm said.
 * @param {string} output
 */
export function explainNpmFailure(output) {
  if (/spawn npm ENOENT/.test(output)) return "npm was not found: install it (it comes with Node.js).";
  if (/CERT|certificate|SSL/i.test(output)) {
    return "A proxy or mirror with a private CA? Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem (or npm config set cafile), then try again.";
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network/i.test(output)) {
    return "The registry cannot be reached: set HTTPS_PROXY=http://host:port, or a mirror by npm config set registry URL, then try again.";
  }
  if (/ENOSPC/.test(output)) return "No disk space left: free about 1 GB, then try again.";
  if (/EACCES|EPERM/.test(output)) return "The folder cannot be written: own it (chown), then try again.";
  return "Fix what npm reports, then try again.";
}

/**
 * npm holds the lock as well: where this process alone is killed, npm goes on, and a second one would undo its work.
 * @param {string} dir
 * @param {string} lock
 * @returns {Promise<{ status: number, lines: string[] }>}
 */
function runNpm(dir, lock) {
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  /** @type {string[]} */
  const chunks = [];
  const start = (/** @type {{ detached: boolean }} */ { detached }) => {
    const npm = spawn("npm", args, { cwd: dir, stdio: ["ignore", "pipe", "pipe"], detached });
    for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
    if (npm.pid !== undefined) writeFileSync(lock, `${process.pid} ${npm.pid}`);
    return npm;
  };
  return runChild({ command: "npm", args }, start, (npm) => {
    return new Promise((resolve) => {
      npm.on("error", (error) => resolve({ status: 1, lines: [error.message] }));
      npm.on("close", (status) =>
        resolve({ status: status ?? 1, lines: chunks.join("").trimEnd().split("\n") }),
      );
    });
  });
}

/**
 * A lock file that names its holders; one whose holders are gone is taken over.
 * @param {string} path
 * @returns {Promise<() => void>} gives the lock back
 */
async function takeLock(path) {
  mkdirSync(join(path, ".."), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    if (!isHeld(path)) rmSync(path, { force: true });
    else if (!waited) console.error("Another process is installing the dependencies: waiting for it ...");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @param {string} path */
function isHeld(path) {
  if (!existsSync(path)) return false;
  const holders = readFileSync(path, "utf8").split(" ").map(Number).filter(Boolean);
  // An empty file is one that its holder is about to fill.
  if (holders.length === 0) return Date.now() - (modifiedMs(path) ?? 0) < 2000;
  return holders.some(exists);
}

/** @param {number} pid */
function exists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} path */
function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
