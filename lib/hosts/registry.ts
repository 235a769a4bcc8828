import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { registryAddress } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { runLogged } from "../terminal/processes.ts";
import { type Background, endBackground, startBackground } from "./background.ts";
import { hostsFolder, lanNamespace } from "./host-layout.ts";
import { registryFolder, registryProgram } from "./registry-program.ts";

const startMs = 20_000;
const folder = join(hostsFolder, "registry");
const what: Background = {
  pidFile: join(folder, "pid"),
  logFile: join(folder, "log"),
  mark: join(folder, "config.yml"),
};

/** Starts the registry from which the hosts pull, where only they reach it: it asks nobody for a password. */
export async function startRegistry(log: (line: string) => void) {
  await ensureProgram(log);
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(what.mark, configuration);
  const runs = startBackground(what, "nsenter", [
    `--net=/run/netns/${lanNamespace}`,
    registryProgram,
    "serve",
    what.mark,
  ]);
  const deadline = Date.now() + startMs;
  while (!(await answers())) {
    if (!runs() || Date.now() > deadline)
      throw new LabError(`the registry did not start.`, `Look: tail ${what.logFile}`);
    await delay(100);
  }
}

export async function endRegistry() {
  await endBackground(what);
}

/**
 * Debian's package, unpacked and not installed: an installation would start a registry on this machine that everybody
 * reaches.
 */
async function ensureProgram(log: (line: string) => void) {
  if (existsSync(registryProgram)) return;
  log("fetching Debian's package docker-registry (5 MB) ...");
  mkdirSync(registryFolder, { recursive: true });
  try {
    await runLogged("apt-get", ["download", "docker-registry"], { cwd: registryFolder });
    const archive = readdirSync(registryFolder).find((name) => name.endsWith(".deb")) ?? "";
    await runLogged("dpkg-deb", ["--extract", archive, "."], { cwd: registryFolder });
  } catch (error) {
    throw new LabError(
      `the registry's package could not be had: ${(error as Error).message}`,
      `On Debian or Ubuntu: apt-get update, then again. Elsewhere put the program docker-registry (a "registry" of the Distribution project) at ${registryProgram}`,
    );
  }
}

const configuration = `version: 0.1
log: { level: warn }
storage:
  filesystem: { rootdirectory: ${join(folder, "data")} }
http: { addr: "${registryAddress}" }
`;

function answers() {
  const [host = "", port = ""] = registryAddress.split(":");
  return new Promise<boolean>((resolve) => {
    const call = request({ host, port, path: "/v2/", timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on("error", () => resolve(false));
    call.on("timeout", () => call.destroy());
    call.end();
  });
}
