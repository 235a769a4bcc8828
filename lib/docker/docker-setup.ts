import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { waitFor } from "../../common/wait-for.ts";
import { runLogged } from "../terminal/processes.ts";
import { confirm } from "../terminal/terminal.ts";
import type { DockerDecision } from "./docker-decision.ts";
import { decideDocker } from "./docker-decision.ts";
import { describeMachine, findDockerd, probeDocker } from "./probe-docker.ts";

const dockerdLog = join(labDir, ".lab", "dockerd.log");
const startBudgetMs = 60_000;

/** The engine answers afterwards: started where it is stopped, installed where it is missing and that is allowed. */
export async function ensureDocker({ log = console.log, ...options }: Partial<SetUpOptions> = {}) {
  const probe = await probeDocker();
  if (probe.reachable) return probe;
  return setUpDocker(decideDocker(probe, describeMachine()), { log, ...options });
}

interface SetUpOptions {
  yes?: boolean | undefined;
  log: (line: string) => void;
  /** More options of apt's, such as where packages are without a network; asked for only if something is installed. */
  apt?: (() => Promise<string[]>) | undefined;
}

/**
 * Says, and asks where somebody can answer, that an engine is installed while something else takes a long time. Returns
 * the answer for `yes`: nothing is asked twice.
 */
export async function askBeforehand({ yes }: { yes?: boolean | undefined }) {
  const decision = decideDocker(await probeDocker(), describeMachine());
  if (decision.action !== "install") return yes;
  console.log(decision.message);
  await requirePermission(decision, yes);
  console.log(`Installing ${decision.packages.join(" and ")} with apt-get, beside the dependencies ...`);
  return true;
}

/** Does what was decided, and says it before it does it. */
async function setUpDocker(decision: DockerDecision, { yes, log, apt = async () => [] }: SetUpOptions) {
  if (decision.action === "refuse") throw new LabError(decision.message, decision.hint);
  log(decision.message);
  if (decision.action === "install") {
    await requirePermission(decision, yes);
    await installPackages(decision.packages, await apt(), log);
    return startInstalled(log);
  }
  return start(decision.action, log);
}

async function requirePermission(
  { packages, hint }: { packages: string[]; hint: string },
  yes: boolean | undefined,
) {
  if (await confirm(`Install ${packages.join(" and ")} with apt-get?`, { yes })) return;
  throw new LabError("the lab needs a Docker engine, and was not allowed to install one.", hint);
}

async function installPackages(packages: string[], apt: string[], log: (line: string) => void) {
  log(`installing ${packages.join(" and ")} with apt-get (about half a minute) ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runLogged("apt-get", ["update", "-q", ...apt], { env });
  const all = [...packages, ...(await commandLinePackage(apt))];
  // dpkg refuses everything after an installation that was cut off; one that outlived its command is waited for.
  const quietly = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"];
  await runLogged("apt-get", ["install", ...quietly, ...apt, ...all], { env, mustEnd: true });
}

/** From Debian 13 on, the `docker` command is a package of its own. */
async function commandLinePackage(apt: string[]) {
  const listed = await runLogged("apt-cache", [...apt, "pkgnames", "docker-cli"], {});
  return listed.split("\n").filter((name) => name === "docker-cli");
}

/** A package may have started the engine by itself; where there is no service manager, it could not. */
async function startInstalled(log: (line: string) => void) {
  const probe = await probeDocker();
  if (probe.reachable) return probe;
  const decision = decideDocker(probe, describeMachine());
  if (decision.action === "start-service" || decision.action === "start-dockerd")
    return start(decision.action, log);
  throw new LabError(decision.message, decision.hint);
}

async function start(action: "none" | "start-service" | "start-dockerd", log: (line: string) => void) {
  if (action === "start-service") {
    log("starting it: systemctl start docker");
    await runLogged("systemctl", ["start", "docker"], { mustEnd: true });
    return waitForEngine(() => undefined, "systemctl status docker");
  }
  log(`starting it: dockerd in the background (its log: ${dockerdLog})`);
  return waitForEngine(startDockerd(), `tail ${dockerdLog}`);
}

/** Starts the engine detached, so that it outlives the command. The answer says how it ended, once it has. */
function startDockerd(): () => string | undefined {
  mkdirSync(dirname(dockerdLog), { recursive: true });
  const log = openSync(dockerdLog, "a");
  const dockerd = spawn(findDockerd() ?? "dockerd", [], { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  let ended: string | undefined;
  dockerd.on("error", (error) => {
    ended = error.message;
  });
  dockerd.on("exit", (status) => {
    ended = `dockerd ended with status ${status}:\n${lastLines(dockerdLog)}`;
  });
  dockerd.unref();
  return () => ended;
}

/** Waits until the engine answers; `look` is the command that shows more where it does not. */
async function waitForEngine(ended: () => string | undefined, look: string) {
  const ask = async () => {
    const probe = await probeDocker();
    const failure = probe.reachable ? undefined : ended();
    if (failure) throw new LabError(`the Docker engine did not start: ${failure}`, `Look: ${look}`);
    return probe.reachable && probe;
  };
  const answer = await waitFor(ask, { budgetMs: startBudgetMs });
  if (answer) return answer;
  throw new LabError(`the Docker engine did not answer within ${startBudgetMs / 1000} s.`, `Look: ${look}`);
}

function lastLines(path: string) {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-5).join("\n");
}
