import { docker } from "./docker.ts";

/** The output of a command inside a container; one that fails is an error. */
export async function execIn(container: string, command: string, engine = docker): Promise<string> {
  const exec = await engine
    .getContainer(container)
    .exec({ Cmd: ["bash", "-c", command], AttachStdout: true, AttachStderr: true, Tty: true });
  const chunks: Buffer[] = [];
  for await (const chunk of await exec.start({ Tty: true })) chunks.push(Buffer.from(chunk));
  const output = Buffer.concat(chunks).toString();
  const { ExitCode } = await exec.inspect();
  if (ExitCode === 0) return output;
  throw new Error(`${command} in ${container} ended with ${ExitCode}: ${output}`);
}
