import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { Container } from "dockerode";

type Docker = import("dockerode");

/** How a command in a container ended. */
export interface Executed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a container that is up, and waits for its end. */
export async function runInContainer(
  docker: Docker,
  container: Container,
  command: readonly string[],
): Promise<Executed> {
  const run = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const output = separate(docker, await run.start({}));
  const [stdout, stderr] = await Promise.all([text(output.stdout), text(output.stderr)]);
  const { ExitCode } = await run.inspect();
  return { exitCode: ExitCode ?? 1, stdout, stderr };
}

/** Docker sends both outputs of a container in one stream, in frames that name the one that each is of. */
export function separate(docker: Docker, stream: NodeJS.ReadableStream) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(stream, stdout, stderr);
  for (const end of ["end", "close"]) stream.on(end, () => [stdout, stderr].map((each) => each.end()));
  return { stdout, stderr };
}
