import { engineGet } from "../../lib/docker/docker-api.ts";
import { unlessAbsent, unlessAlready } from "../../lib/docker/ignore-status.ts";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { forget, interruptedWork } from "../../lib/project/under-way.ts";

/** Commands that count on what runs; the others only look, or take it all away. */
const commands = ["start", "up", "smoke", "rebalance", "dev", "learn", "solve", "reset", "drill"];

/**
 * A `./lab dev` that was killed could not give the work back to its container: the command that is about to run does.
 */
export async function startWhatDevStopped(command: string) {
  if (!commands.includes(command)) return;
  for (const { name, note } of interruptedWork()) {
    if (note.container === undefined) continue;
    await requireDocker();
    await startAgain(note.container);
    forget(name);
    console.error(`${note.command} was cut off: the container ${note.container} does its work again.`);
  }
}

/** Started again if it is there; gone, as after a destroy, is no error. */
export async function startAgain(name: string): Promise<"started" | "gone"> {
  const { status } = await engineGet(`/containers/${name}/json`);
  if (status === 404) return "gone";
  const { default: Docker } = await import("dockerode");
  await new Docker().getContainer(name).start().catch(unlessAlready).catch(unlessAbsent);
  return "started";
}
