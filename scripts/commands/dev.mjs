import { spawn } from "node:child_process";
import { join } from "node:path";
import { openDocker } from "../../engine/docker/client.ts";
import { requireDocker } from "../lib/docker.mjs";
import { unlessAlready } from "../lib/docker-refusals.mjs";
import { hostEnvironment } from "../lib/host-environment.mjs";
import { readLabConfig } from "../lib/lab-config.mjs";
import { LabError } from "../lib/lab-error.mjs";
import { labDir } from "../lib/project.mjs";
import { requireReach } from "../lib/reach/require-reach.mjs";
import { chooseStack } from "../lib/stack.mjs";

/**
 * Stops the service's container and runs its source here instead, on the same port, against the broker's external
 * listener; at the end the container is started again.
 * @param {string} service
 * @param {{ stack?: string }} options
 */
export async function dev(service, { stack: asked }) {
  if (service !== "service-a" && service !== "service-b") {
    throw new LabError(`there is no service "${service}".`, "There are service-a and service-b.");
  }
  await requireDocker();
  const config = readLabConfig(await chooseStack({ asked }));
  const { container, env } = await findContainer(config.prefix + service, config);
  await requireReach(config);
  console.log(`Stopping the container ${config.prefix}${service}; its source runs here on port ${env.PORT}.`);
  console.log("Save a file to restart it, press Ctrl-C to give the work back to the container.\n");
  await container.stop().catch(unlessAlready);
  try {
    process.exitCode = await runWatched(join(labDir, "services", service, "main.ts"), env);
  } finally {
    await container.start();
    console.log(`\nThe container ${config.prefix}${service} is started again.`);
  }
}

/**
 * @param {string} name
 * @param {{ dockerHostIp: string, kafkaPort: number }} config
 */
async function findContainer(name, config) {
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
  return { container, env: hostEnvironment(seen, config) };
}

/**
 * @param {string} main
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function runWatched(main, env) {
  const child = spawn(process.execPath, ["--watch", "--watch-preserve-output", main], {
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  // In a terminal Ctrl-C reaches the child by itself.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) =>
      resolve(signal === "SIGINT" || signal === "SIGTERM" ? 0 : (status ?? 1)),
    );
  });
}
