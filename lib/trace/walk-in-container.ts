import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { LabError } from "../../common/lab-error.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { separate } from "../docker/run-in-container.ts";
import type { Hop } from "./walk.ts";

/**
 * The same walk, begun where the engine is: on the lab's network, or on that of its machine; in a container of service-a's image that lives for this one trace,
 * so that it works also where service-a is stopped or has lost its network.
 */
export async function* walkInContainer(
  bootstrap: string,
  { prefix, from = "container" }: { prefix: string; from?: "container" | "node" },
): AsyncGenerator<Hop, void> {
  const docker = openDocker();
  const network = from === "node" ? "host" : `${prefix}kafka-lab`;
  const container = await createProbe(docker, bootstrap, { prefix, network });
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

async function createProbe(
  docker: import("dockerode"),
  bootstrap: string,
  { prefix, network }: { prefix: string; network: string },
) {
  const Image = await imageOf(docker, `${prefix}service-a`);
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

/** That of the container, or of the service, whose tasks may all run on other nodes: then this one pulls it first. */
async function imageOf(docker: import("dockerode"), name: string): Promise<string> {
  const container = await docker
    .getContainer(name)
    .inspect()
    .catch(() => undefined);
  if (container) return container.Image;
  const { Spec } = await docker.getService(name).inspect().catch(notUp);
  const image: string = Spec.TaskTemplate.ContainerSpec.Image;
  const isHere = await docker
    .getImage(image)
    .inspect()
    .catch(() => undefined);
  if (!isHere) {
    const pulling = await docker.pull(image);
    await new Promise((resolve, reject) =>
      docker.modem.followProgress(pulling, (error: Error | null) =>
        error ? reject(error) : resolve(undefined),
      ),
    );
  }
  return image;
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
