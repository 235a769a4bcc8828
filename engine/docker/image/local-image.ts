import type Dockerode from "dockerode";
import { credentialsFor } from "../../../docker-client/registry-credentials.ts";
import { adviceFor, kindOfFailure } from "../../../docker-client/registry-failure.ts";
import { registryOf } from "../../../docker-client/registry-name.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing, reasonOf, statusOf } from "../calls/docker-errors.ts";
import { followProgress } from "./progress-stream.ts";

/** Ensures that an image is on this machine: a registry is asked only when it is not. */
export async function ensureLocalImage(
  name: string,
  platform: string,
  context: DockerContext,
): Promise<void> {
  refuseResourceId(name);
  if ((await findImage(name, context.docker)) !== undefined) return;
  refuseLostId(name);
  const { auth, problem } = await credentialsFor(registryOf(name));
  if (problem !== undefined) context.log(`${problem}. The registry is asked without a login.`, "warning");
  try {
    await pull(name, platform, auth, context);
  } catch (error) {
    const reason = reasonOf(error);
    const advice = adviceFor(name, kindOfFailure(name, reason, statusOf(error)));
    const more = [problem, advice && `To do: ${advice}`].filter(Boolean);
    throw new Error([`unable to pull image ${name}: ${reason}`, ...more].join(". "), { cause: error });
  }
  if ((await findImage(name, context.docker)) === undefined)
    throw new Error(`unable to pull image ${name}: Docker's answer was cut off before the image was there`);
}

/** A RemoteImage's id in the state is the image's id followed by its name, which Docker would call an invalid reference. */
function refuseResourceId(name: string): void {
  if (!/^sha256:[0-9a-f]{64}./.test(name)) return;
  throw new Error(
    `"${name}" is the id of a RemoteImage in the state, and not an image: use its property imageId`,
  );
}

/** No registry knows an image by its id: Docker's error would be about a repository named "sha256". */
function refuseLostId(name: string): void {
  const [, id] = /^(sha256:[0-9a-f]{12})[0-9a-f]{52}$/.exec(name) ?? [];
  if (id === undefined) return;
  throw new Error(
    `the image ${id} is gone from this machine, and no registry has it under its id. A run with --refresh builds or pulls it again, if it is from this program: ./lab up --refresh`,
  );
}

/** Docker's description of an image on this machine; undefined when there is none. */
export function findImage(name: string, docker: Dockerode): Promise<Dockerode.ImageInspectInfo | undefined> {
  return orNothing(docker.getImage(name).inspect());
}

/** The digest under which the image was pulled; of several, the one whose repository has this name. */
export function repoDigestOf(name: string, { RepoDigests }: Dockerode.ImageInspectInfo): string {
  const digests = RepoDigests ?? [];
  if (digests.length < 2) return digests[0] ?? "";
  const repository = name.replace(/(@.*|:[^:/]*)$/, "");
  return digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] ?? "";
}

async function pull(
  name: string,
  platform: string,
  auth: object | undefined,
  { docker, status, signal }: DockerContext,
): Promise<void> {
  const options = { ...(platform === "" ? {} : { platform }), abortSignal: signal };
  // The client library turns these into a header, and keeps them out of the address.
  const stream = await docker.pull(name, auth === undefined ? options : { ...options, authconfig: auth });
  await followProgress(docker, stream, ({ status: text = "", progress = "" }) =>
    status(`pulling: ${text} ${progress}`),
  );
}
