import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";

/** How a command of a learner ended, and what it printed. */
export interface Ended {
  readonly status: number;
  readonly output: string;
  readonly seconds: number;
}

/** A machine of the room: a network without any route, another user with an empty home, an engine without images. */
export interface Machine {
  readonly home: string;
  readonly netns: string;
  /** Of its engine, which is reached from other networks as well. */
  readonly socket: string;
  /** Runs a command as the learner does. `path`: where commands are found. */
  readonly run: (command: readonly string[], options?: { path?: string; home?: string }) => Promise<Ended>;
  readonly remove: () => Promise<void>;
}

/** `nobody` owns nothing, and is on every Linux. */
const learner = 65_534;
const path = "/usr/local/bin:/usr/bin:/bin";

/** Why no machine can be made here, or undefined. */
export function reasonAgainst(commands: readonly string[]): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "it needs root on Linux, for network namespaces";
  const missing = ["ip", "nsenter", "unshare", "setpriv", "dockerd", "git", ...commands].filter(
    (name) => !has(name),
  );
  return missing.length === 0 ? undefined : `there is no ${missing.join(", ")}`;
}

export function has(command: string) {
  return [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"].some((folder) =>
    existsSync(join(folder, command)),
  );
}

/** A folder that the learner can read on its way to what is below it. */
export function openFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  chmodSync(folder, 0o755);
  return folder;
}

/** `engineOptions` go to `dockerd`. */
export async function createMachine(engineOptions: readonly string[] = []): Promise<Machine> {
  const folder = openFolder("kit-machine-");
  const netns = `kit-${randomBytes(3).toString("hex")}`;
  execFileSync("ip", ["netns", "add", netns]);
  execFileSync("ip", ["-n", netns, "link", "set", "lo", "up"]);
  const home = emptyHome(folder, "home");
  const socket = join(folder, "docker.sock");
  const engine = startEngine(folder, netns, ["--host", `unix://${socket}`, ...engineOptions]);
  const remove = async () => {
    await stop(engine);
    execFileSync("ip", ["netns", "del", netns]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually("the engine answers", () => docker(socket, "version").then(() => true), 60_000);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    home,
    netns,
    socket,
    remove,
    run: (command, options = {}) =>
      run(command, { netns, socket, home: options.home ?? home, path: options.path ?? path }),
  };
}

/** A folder that belongs to the learner. */
export function emptyHome(folder: string, name: string): string {
  const home = join(folder, name);
  mkdirSync(home);
  chownSync(home, learner, learner);
  return home;
}

// Its mounts are its own, so that none is left when it ends.
function startEngine(folder: string, netns: string, options: readonly string[]): ChildProcess {
  const log = openSync(join(folder, "dockerd.log"), "a");
  const places = ["data-root", "exec-root"].map((each) => `--${each}=${join(folder, each)}`);
  const pidfile = `--pidfile=${join(folder, "dockerd.pid")}`;
  const dockerd = ["dockerd", ...places, pidfile, "--group", String(learner), ...options];
  return spawn("nsenter", [`--net=/var/run/netns/${netns}`, "unshare", "--mount", ...dockerd], {
    stdio: ["ignore", log, log],
    detached: true,
  });
}

function docker(socket: string, ...args: string[]) {
  return new Promise((resolve, reject) => {
    execFile("docker", ["--host", `unix://${socket}`, ...args], (error) =>
      error ? reject(error) : resolve(undefined),
    );
  });
}

async function stop(engine: ChildProcess) {
  if (engine.exitCode !== null) return;
  const ended = new Promise((resolve) => engine.once("exit", resolve));
  engine.kill("SIGTERM");
  await ended;
}

function run(
  command: readonly string[],
  { netns, socket, home, path }: { netns: string; socket: string; home: string; path: string },
): Promise<Ended> {
  const startedMs = performance.now();
  const drop = ["setpriv", "--reuid", String(learner), "--regid", String(learner), "--clear-groups"];
  const env = [
    "env",
    "-i",
    `HOME=${home}`,
    `PATH=${path}`,
    "LANG=C.UTF-8",
    "NO_COLOR=1",
    `DOCKER_HOST=unix://${socket}`,
  ];
  const child = spawn("nsenter", [`--net=/var/run/netns/${netns}`, ...drop, ...env, ...command], {
    cwd: home,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({ status: status ?? 143, output, seconds: (performance.now() - startedMs) / 1000 });
    });
  });
}
