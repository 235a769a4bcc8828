import Dockerode from "dockerode";
import type { DockerContext } from "../../engine/docker/calls/docker-context.ts";
import { nodeImage } from "../support/images-here.ts";

/** The image that the tests run. */
export const IMAGE = nodeImage;

/** A process that does nothing until a signal stops it. */
export const IDLE = [
  "node",
  "-e",
  "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)",
];

/** The Docker engine on this machine. */
export const docker = new Dockerode();

/** A context that records its lines and texts. */
export function contextOf(workingDirectory = "."): DockerContext & { lines: string[]; texts: string[] } {
  const lines: string[] = [];
  const texts: string[] = [];
  return {
    docker,
    signal: new AbortController().signal,
    workingDirectory,
    ownHolderOf: () => undefined,
    lines,
    texts,
    log: (line) => lines.push(line),
    status: (text) => texts.push(text),
  };
}

/** A unique name. */
export function freshName(): string {
  return `eng-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
}

/** Removes what tests left, whether they passed or not. */
export async function removeAll(names: readonly string[]): Promise<void> {
  for (const name of names) {
    await docker
      .getContainer(name)
      .remove({ force: true, v: true })
      .catch(() => {});
  }
  for (const name of names) {
    await docker
      .getNetwork(name)
      .remove()
      .catch(() => {});
  }
}
