import { execFile } from "node:child_process";
import { promisify } from "node:util";
import Dockerode from "dockerode";

const run = promisify(execFile);
const docker = new Dockerode();

/** docker-compose 1.29 sometimes hangs with dozens of containers: a call that takes longer is cut off. */
export const COMPOSE_LIMIT_SECONDS = 120;

/** One call of docker-compose; false when it did not end in time: everything it had made is then removed. */
export async function composeEnds({ project, file }: { project: string; file: string }, ...args: string[]) {
  const env = { ...process.env, COMPOSE_PARALLEL_LIMIT: "16", COMPOSE_HTTP_TIMEOUT: "300" };
  const bound = { timeout: COMPOSE_LIMIT_SECONDS * 1000, killSignal: "SIGKILL" } as const;
  try {
    await run("docker-compose", ["-p", project, "-f", file, ...args], { env, ...bound });
    return true;
  } catch (error) {
    await removeProject(project);
    if ((error as { killed?: boolean }).killed) return false;
    throw error;
  }
}

/** By its label, as compose itself would look for it. */
async function removeProject(project: string) {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true });
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
}
