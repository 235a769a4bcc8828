import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { LabError } from "../../common/lab-error.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { separate } from "../docker/run-in-container.ts";
import type { Hop } from "./walk.ts";

/**
 * The same walk, begun inside the Docker network: in a container of service-a's image that lives for this one trace,
 * so that it works also where service-a is stopped or has lost its network.
 */
export async function* walkInContainer(
  bootstrap: string,
  { prefix }: { prefix: string },
): AsyncGenerator<Hop, void> {
  const docker = openDocker();
  const container = await createProbe(docker, bootstrap, prefix);
  try {
    const stream = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    const { stdout, stderr } = separate(docker, stream);
    const complaint = text(stderr);
    await container.start();
    stream.end(await bundleProbe());
    for await (const line of createInterface({ input: stdout })) yield JSON.parse(line);
    if (await complaint) throw new Error(`the probe in the container failed: ${await complaint}`);
  } finally {
    await container.remove({ force: true }).catch(() => undefined); // it removes itself, if it got that far
  }
}

async function createProbe(docker: import("dockerode"), bootstrap: string, prefix: string) {
  const { Image } = await docker.getContainer(`${prefix}service-a`).inspect().catch(notUp);
  const network = `${prefix}kafka-lab`;
  await docker.getNetwork(network).inspect().catch(notUp);
  return docker.createContainer({
    Image,
    Entrypoint: ["node"],
    Cmd: ["--input-type=commonjs", "-", bootstrap],
    User: "1000:1000",
    OpenStdin: true,
    StdinOnce: true,
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: network,
      CapDrop: ["ALL"],
      ReadonlyRootfs: true,
      Init: true,
      Memory: 256 * 1024 * 1024,
    },
  });
}

/** One file with kafkajs in it, because the image has no packages. */
async function bundleProbe() {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "probe.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node24",
    logLevel: "silent",
  });
  return outputFiles[0]?.contents ?? "";
}

function notUp(cause: unknown): never {
  throw new LabError(
    "the lab's network and its service-a should be there, and are not.",
    "Bring it up: ./lab up",
    {
      cause,
    },
  );
}
