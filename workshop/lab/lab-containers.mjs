import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { LabError } from "../../common/lab-error.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { unlessAbsent } from "../../lib/docker/ignore-status.mjs";

/** @import { Executed } from "../authoring/lesson.ts" */

/**
 * The containers of the lab, by the names of the program; the config's prefix is put before them.
 *
 * @param {(part: string) => string} nameOf
 */
export function openContainers(nameOf) {
  const docker = openDocker();
  const find = (/** @type {string} */ part) => docker.getContainer(nameOf(part));
  /** @param {string} part */
  const inspect = (part) => find(part).inspect().catch(unlessAbsent);
  /** @param {string} part @param {readonly string[]} command */
  const exec = async (part, command) => {
    const seen = await inspect(part);
    const isRunning = seen?.State.Running && !seen.State.Paused && !seen.State.Restarting;
    if (!isRunning) throw notRunning(nameOf(part), seen?.State.Status);
    return execute(docker, find(part), command).catch((error) => {
      // It crashed or was stopped since.
      throw error.statusCode === 409 ? notRunning(nameOf(part), "stopped") : error;
    });
  };
  return { docker, inspect, exec };
}

/**
 * @param {import("dockerode")} docker
 * @param {import("dockerode").Container} container
 * @param {readonly string[]} command
 * @returns {Promise<Executed>}
 */
async function execute(docker, container, command) {
  const run = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream = await run.start({});
  const [out, err] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(stream, out, err);
  stream.on("close", () => [out, err].map((each) => each.end()));
  stream.on("end", () => [out, err].map((each) => each.end()));
  const [stdout, stderr] = await Promise.all([text(out), text(err)]);
  const { ExitCode } = await run.inspect();
  return { exitCode: ExitCode ?? 1, stdout, stderr };
}

/** @param {string} name @param {string} [status] */
function notRunning(name, status = "not there") {
  return new LabError(
    `the container ${name} should be running, and it is ${status}.`,
    "Bring the lesson's start back: ./lab reset",
  );
}
