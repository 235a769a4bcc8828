import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { handlingSignalsItself } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { unlessAbsent, unlessAlready } from "../../lib/docker/ignore-status.ts";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { begin, readNote } from "../../lib/project/under-way.ts";
import { requireReach } from "../../lib/reach/require-reach.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { refuseInSwarm } from "../../lib/swarm/refuse-in-swarm.ts";
import { isAlive } from "../../lib/terminal/processes-alive.ts";
import { devEnvironment } from "../dev/dev-environment.ts";
import { startAgain } from "../dev/finish-dev.ts";

const endWithDev = new URL("../../lib/terminal/end-with-dev.ts", import.meta.url).href;

/**
 * Stops the service's container and runs its source here instead, on the same port, against the broker's external
 * listener; at the end it starts the container again.
 */
export async function dev(service: string, { stack: asked }: { stack?: string }) {
  if (service !== "service-a" && service !== "service-b") {
    throw new LabError(`there is no service "${service}".`, "There are service-a and service-b.");
  }
  await requireDocker();
  const config = readLabConfig(await chooseStack({ asked }));
  refuseInSwarm(
    config,
    "./lab dev service-a",
    "Develop on a stack of one machine: ./lab dev service-a --stack kraft",
  );
  const name = config.prefix + service;
  refuseTwice(service);
  const { container, env } = await findContainer(name, config);
  await requireReach(config);
  await handlingSignalsItself(
    async () => {
      const done = begin(`dev-${service}`, { command: `./lab dev ${service}`, container: name });
      const running = runWatched(join(labDir, "services", service, "main.ts"), env, async () => {
        console.log(`Stopping the container ${name}; its source runs here on port ${env.PORT}.`);
        console.log("Save a file to restart it, press Ctrl-C to return to the container.\n");
        await container.stop().catch(unlessAlready).catch(unlessAbsent);
      });
      try {
        process.exitCode = await running;
      } finally {
        await restartContainer(name);
        done();
      }
    },
    { endsByCtrlC: true },
  );
}

/** A second `./lab dev` would find the port taken by the first. */
function refuseTwice(service: string) {
  const other = readNote(`dev-${service}`);
  if (!other || !isAlive(other)) return;
  throw new LabError(
    `${other.command} is already running (process ${other.pid}).`,
    "Stop it with Ctrl-C, then try again.",
  );
}

/** A container that was destroyed or replaced meanwhile cannot be started again; that is not an error. */
async function restartContainer(name: string) {
  try {
    const end = await startAgain(name);
    if (end === "started") console.log(`\nThe container ${name} runs again.`);
    else console.log(`\nThe container ${name} is gone, so nothing was started. To create it: ./lab up`);
  } catch (cause) {
    const { message } = cause as Error;
    throw new LabError(
      `the container ${name} could not be started again: ${message}`,
      "Try: ./lab up --refresh",
      {
        cause,
      },
    );
  }
}

async function findContainer(name: string, config: { dockerHostIp: string; kafkaPort: number }) {
  const docker = openDocker();
  const container = docker.getContainer(name);
  const { Config, HostConfig, Image } = await container.inspect().catch((cause) => {
    throw new LabError(`there is no container ${name}.`, "Bring the stack up first: ./lab up", { cause });
  });
  const image = await docker.getImage(Image).inspect();
  const seen = {
    containerEnv: Config.Env,
    imageEnv: image.Config.Env,
    portBindings: HostConfig.PortBindings,
  };
  return { container, env: devEnvironment(seen, config) };
}

/** Runs the source until a signal ends it; a signal that arrives while the container is being stopped counts too. */
async function runWatched(
  main: string,
  env: Record<string, string>,
  freePort: () => Promise<void>,
): Promise<number> {
  let child: ChildProcess | undefined;
  let isStopped = false;
  const stop = (signal: NodeJS.Signals) => {
    isStopped = true;
    // In a terminal Ctrl-C reaches the child by itself.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child?.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  await freePort();
  if (isStopped) return 0;
  const started = spawn(
    process.execPath,
    ["--watch", "--watch-preserve-output", "--import", endWithDev, main],
    {
      env: { ...process.env, ...env },
      stdio: ["pipe", "inherit", "inherit"],
    },
  );
  child = started;
  return new Promise((resolve, reject) => {
    started.on("error", reject);
    started.on("exit", (status, signal) =>
      resolve(signal === "SIGINT" || signal === "SIGTERM" ? 0 : (status ?? 1)),
    );
  });
}
