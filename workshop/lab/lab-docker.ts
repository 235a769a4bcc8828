import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { Container } from "dockerode";
import { LabError } from "../../common/lab-error.mjs";
import { openDocker } from "../../docker-client/client.ts";
import { unlessAbsent } from "../../lib/docker/ignore-status.ts";
import type { Executed } from "../authoring/lesson.ts";

/** The containers of the lab, by the names of the program; the config's prefix is put before them. */
export function openContainers(nameOf: (part: string) => string) {
  const docker = openDocker();
  const find = (part: string) => docker.getContainer(nameOf(part));
  const inspect = (part: string) => find(part).inspect().catch(unlessAbsent);
  const exec = async (part: string, command: readonly string[]) => {
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

async function execute(
  docker: import("dockerode"),
  container: Container,
  command: readonly string[],
): Promise<Executed> {
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

function notRunning(name: string, status: string = "not there") {
  return new LabError(
    `the container ${name} should be running, and it is ${status}.`,
    "Bring the lesson's start back: ./lab reset",
  );
}
