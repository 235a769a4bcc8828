import type Dockerode from "dockerode";
import type { ResourceContext } from "../resource-type.ts";
import { orNothing, reasonOf } from "./docker-errors.ts";

/** The id of an image that is there, or that is pulled now. A registry is asked only when it is not there. */
export async function ensureLocalImage(
  name: string,
  platform: string,
  context: ResourceContext,
): Promise<string> {
  const found = await findImage(name, context.docker);
  if (found !== undefined) return found.Id;
  try {
    await pull(name, platform, context);
  } catch (error) {
    throw new Error(`unable to pull image ${name}: ${reasonOf(error)}`, { cause: error });
  }
  const pulled = await findImage(name, context.docker);
  if (pulled === undefined) throw new Error(`unable to find image ${name} after it was pulled`);
  return pulled.Id;
}

/** What Docker knows of an image of this machine. */
export function findImage(name: string, docker: Dockerode): Promise<Dockerode.ImageInspectInfo | undefined> {
  return orNothing(docker.getImage(name).inspect());
}

async function pull(
  name: string,
  platform: string,
  { docker, status, signal }: ResourceContext,
): Promise<void> {
  const stream = await docker.pull(name.includes(":") || name.includes("@") ? name : `${name}:latest`, {
    ...(platform === "" ? {} : { platform }),
    abortSignal: signal,
  });
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(
      stream,
      (error) => (error === null ? resolve() : reject(error)),
      ({ status: text = "", progress = "" }: { status?: string; progress?: string }) =>
        status(`pulling: ${text} ${progress}`),
    ),
  );
}
