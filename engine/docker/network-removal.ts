import { setTimeout as passes } from "node:timers/promises";
import type Dockerode from "dockerode";
import type { NetworkInspectInfo } from "dockerode";
import { orNothing, reasonOf, statusOf } from "./docker-errors.ts";
import { explainNetworkInUse } from "./network-errors.ts";

const SETTLE_MS = 10_000;
const LOOK_EVERY_MS = 100;

/**
 * Removes a network. Containers on it may be on their way out, if the program names the network without depending on
 * it, so they get a moment; those that stay are others', and are told by name.
 */
export async function removeNetwork(
  id: string,
  docker: Dockerode,
  status: (text: string) => void,
): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    try {
      return await docker.getNetwork(id).remove();
    } catch (error) {
      if (statusOf(error) === 404) return;
      if (!reasonOf(error).includes("active endpoints")) throw error;
      const found: NetworkInspectInfo | undefined = await orNothing(docker.getNetwork(id).inspect());
      const names = Object.values(found?.Containers ?? {}).map(({ Name }) => Name);
      if (Date.now() >= deadline) {
        throw new Error(explainNetworkInUse(found?.Name ?? id, names), { cause: error });
      }
      status(`still used by ${names.join(", ")}`);
    }
    await passes(LOOK_EVERY_MS);
  }
}
