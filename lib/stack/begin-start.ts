import { lookup } from "node:dns/promises";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { labDir } from "../../common/project.mjs";
import type { BegunBuild } from "../../images/build.ts";
import { beginBuild, canBuildAtOnce } from "../../images/build.ts";
import { decideDocker } from "../docker/docker-decision.ts";
import { ensureDocker } from "../docker/docker-setup.ts";
import { describeMachine, probeDocker } from "../docker/probe-docker.ts";

type Log = (line: string) => void;

/** What `start` has begun before it comes to the steps that need it. */
export interface BegunStart {
  /** Waits for the engine; what was said on the way goes to `log`, from the beginning. */
  docker(log: Log): Promise<{ version: string; url: string }>;
  /** The images whose downloads have begun, if they have. */
  images: Promise<BegunBuild | undefined>;
}

interface Asked {
  /** The stack that was asked for. */
  stack?: string | undefined;
  yes?: boolean | undefined;
}

/**
 * Begins with the Docker engine and, while that is being installed, with what the images are made of. Nothing of it
 * needs node_modules, so it can go on beside their installation.
 */
export function beginStart({ stack, yes }: Asked): BegunStart {
  const said: string[] = [];
  let log: Log = (line) => said.push(line);
  const images = beginImages(stack);
  const docker = images.then(() => ensureDocker({ yes, log: (line) => log(line) }));
  docker.catch(async () => (await images)?.cancel()); // reported to the caller that waits for it
  return {
    images,
    docker(listener) {
      said.forEach(listener);
      log = listener;
      return docker;
    },
  };
}

/**
 * Only where the images will almost certainly be needed, and nothing must be asked or installed for them: what turns
 * out not to be needed is given up.
 */
async function beginImages(asked: string | undefined): Promise<BegunBuild | undefined> {
  const probe = await probeDocker();
  if (decideDocker(probe, describeMachine()).action !== "install") return undefined;
  const stack = asked ?? process.env.PULUMI_STACK ?? remembered() ?? (await stackToExpect());
  return stack === "local" && canBuildAtOnce() ? beginBuild() : undefined;
}

function remembered() {
  const file = join(labDir, ".lab", "stack");
  return existsSync(file) ? readFileSync(file, "utf8").trim() || undefined : undefined;
}

/** Where its name is not even known, the registry is out of reach; anything else is found out later, by the engine. */
async function stackToExpect() {
  const isKnown = lookup("registry-1.docker.io").then(
    () => true,
    () => false,
  );
  const mayPull = await Promise.race([isKnown, pause(2_000, true, { ref: false })]);
  return mayPull ? "dev" : "local";
}
