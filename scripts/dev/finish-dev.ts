import { waitFor } from "../../common/wait-for.ts";
import { engineGet } from "../../lib/docker/docker-api.ts";
import { unlessAbsent, unlessAlready } from "../../lib/docker/ignore-status.ts";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { awaitOrphans, forget, interruptedWork } from "../../lib/project/under-way.ts";

/** Commands that change the lab. */
const changing = [
  "start",
  "up",
  "refresh",
  "destroy",
  "rebalance",
  "dev",
  "learn",
  "solve",
  "reset",
  "drill",
  "config",
];
/** Commands that rely on running containers; the others only read, or remove everything. */
const commands = ["start", "up", "smoke", "rebalance", "dev", "learn", "solve", "reset", "drill"];

/** A service takes ten seconds at most to end. */
const portBudgetMs = 12_000;

/**
 * What a killed command has left is finished first: what still works for it is waited for, and the container that a
 * `./lab dev` has stopped is started again.
 */
export async function finishWhatWasKilled(command: string) {
  if (changing.includes(command)) await awaitOrphans();
  if (!commands.includes(command)) return;
  for (const { name, note } of interruptedWork()) {
    if (note.container === undefined) continue;
    await requireDocker();
    await startAgain(note.container);
    forget(name);
    console.error(`${note.command} was cut off: the container ${note.container} runs again.`);
  }
}

/**
 * Starts the container if it exists; a missing one, as after a destroy, is not an error. A source that has just lost its
 * `dev` may need some seconds to give the port back.
 */
export async function startAgain(name: string): Promise<"started" | "gone"> {
  const { status } = await engineGet(`/containers/${name}/json`);
  if (status === 404) return "gone";
  const { default: Docker } = await import("dockerode");
  const container = new Docker().getContainer(name);
  const start = () => container.start().catch(unlessAlready).catch(unlessAbsent);
  const tryToStart = () => start().then(() => true, unlessPortIsTaken);
  if (!(await waitFor(tryToStart, { budgetMs: portBudgetMs }))) await start();
  return "started";
}

function unlessPortIsTaken(error: Error): false {
  if (/address already in use|port is already allocated/.test(error.message)) return false;
  throw error;
}
