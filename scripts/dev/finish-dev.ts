import { engineGet } from "../../lib/docker/docker-api.ts";
import { unlessAbsent, unlessAlready } from "../../lib/docker/ignore-status.ts";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { forget, interruptedWork } from "../../lib/project/under-way.ts";

/** Commands that rely on running containers; the others only read, or remove everything. */
const commands = ["start", "up", "smoke", "rebalance", "dev", "learn", "solve", "reset", "drill"];

/** A `./lab dev` that was killed could not start its container again, so the next command does. */
export async function startWhatDevStopped(command: string) {
  if (!commands.includes(command)) return;
  for (const { name, note } of interruptedWork()) {
    if (note.container === undefined) continue;
    await requireDocker();
    await startAgain(note.container);
    forget(name);
    console.error(`${note.command} was cut off: the container ${note.container} runs again.`);
  }
}

/** Starts the container if it exists; a missing one, as after a destroy, is not an error. */
export async function startAgain(name: string): Promise<"started" | "gone"> {
  const { status } = await engineGet(`/containers/${name}/json`);
  if (status === 404) return "gone";
  const { default: Docker } = await import("dockerode");
  await new Docker().getContainer(name).start().catch(unlessAlready).catch(unlessAbsent);
  return "started";
}
