import type Dockerode from "dockerode";
import type { ResourceContext } from "../resource-type.ts";
import { orNothing, reasonOf } from "./docker-errors.ts";

/** Sees to it that an image is there: found, or pulled now. A registry is asked only when it is not there. */
export async function ensureLocalImage(
  name: string,
  platform: string,
  context: ResourceContext,
): Promise<void> {
  if ((await findImage(name, context.docker)) !== undefined) return;
  try {
    await pull(name, platform, context);
  } catch (error) {
    throw new Error(`unable to pull image ${name}: ${reasonOf(error)}`, { cause: error });
  }
}

/** What Docker knows of an image of this machine. */
export function findImage(name: string, docker: Dockerode): Promise<Dockerode.ImageInspectInfo | undefined> {
  return orNothing(docker.getImage(name).inspect());
}

/** The digest under which the image was pulled by this name; of several, the one whose repository has the name. */
export function repoDigestOf(name: string, { RepoDigests }: Dockerode.ImageInspectInfo): string {
  const digests = RepoDigests ?? [];
  if (digests.length < 2) return digests[0] ?? "";
  const repository = name.replace(/(@.*|:[^:/]*)$/, "");
  return digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] ?? "";
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
