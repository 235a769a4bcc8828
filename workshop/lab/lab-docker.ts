import { LabError } from "../../common/lab-error.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import { runInContainer } from "../../lib/docker/run-in-container.ts";

/** The containers of the lab, by their names in the program, without the config's prefix. */
export function openContainers(nameOf: (part: string) => string) {
  const docker = openDocker();
  const find = (part: string) => docker.getContainer(nameOf(part));
  const inspect = (part: string) => find(part).inspect().catch(unlessAbsent);
  const exec = async (part: string, command: readonly string[]) => {
    const seen = await inspect(part);
    const isRunning = seen?.State.Running && !seen.State.Paused && !seen.State.Restarting;
    if (!isRunning) throw notRunning(nameOf(part), seen?.State.Status);
    return runInContainer(docker, find(part), command).catch((error) => {
      // It has crashed or was stopped meanwhile.
      throw error.statusCode === 409 ? notRunning(nameOf(part), "stopped") : error;
    });
  };
  return { docker, inspect, exec };
}

function notRunning(name: string, status: string = "not there") {
  return new LabError(
    `the container ${name} should be running, and it is ${status}.`,
    "Bring the lesson's start back: ./lab reset",
  );
}
