import { setTimeout as passes } from "node:timers/promises";
import type Dockerode from "dockerode";
import { reasonOf, statusOf } from "./docker-errors.ts";

const SETTLE_MS = 10_000;
const LOOK_EVERY_MS = 100;

/**
 * Removes a volume. Containers that have it may be on their way out, if the program names the volume without depending
 * on it, so they get a moment; those that stay, be they stopped ones, are others', and are told by name.
 */
export async function removeVolume(
  name: string,
  docker: Dockerode,
  status: (text: string) => void,
): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    try {
      return await docker.getVolume(name).remove();
    } catch (error) {
      if (statusOf(error) === 404) return;
      if (!reasonOf(error).includes("in use")) throw error;
      const containers = await docker.listContainers({ all: true, filters: { volume: [name] } });
      const holders = containers.map(({ Names }) => Names[0]?.slice(1)).join(", ");
      if (Date.now() >= deadline) {
        const why = `the volume ${name} is still used by: ${holders}. They are not of this stack, and were left alone.`;
        throw new Error(`${why} Remove them, then try again.`, { cause: error });
      }
      status(`still used by ${holders}`);
    }
    await passes(LOOK_EVERY_MS);
  }
}
