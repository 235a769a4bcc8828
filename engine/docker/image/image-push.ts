import { credentialsFor } from "../../../docker-client/registry-credentials.ts";
import { adviceFor, kindOfFailure } from "../../../docker-client/registry-failure.ts";
import { registryOf } from "../../../docker-client/registry-name.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { reasonOf, statusOf } from "../calls/docker-errors.ts";
import { textOf } from "../properties/property-access.ts";
import { followProgress, type ProgressEvent } from "./progress-stream.ts";

/** Pushes an image that was built here; returns its repository and the digest that the registry gave it. */
export async function pushImage(inputs: PropertyMap, context: DockerContext): Promise<string> {
  const name = textOf(inputs.imageName);
  const { repository, tag } = split(name);
  const authconfig = await loginFor(name, inputs, context);
  const { docker, status, signal } = context;
  try {
    const stream = await docker.getImage(repository).push({ tag, authconfig, abortSignal: signal } as object);
    const events = await followProgress(docker, stream, ({ status: text = "", progress = "" }) =>
      status(`pushing: ${text} ${progress}`),
    );
    const digest = events.map(digestIn).find((found) => found !== undefined);
    if (digest === undefined) throw new Error("the registry named no digest");
    return `${repository}@${digest}`;
  } catch (error) {
    const reason = reasonOf(error);
    const advice = adviceFor(name, kindOfFailure(name, reason, statusOf(error)));
    throw new Error(`unable to push image ${name}: ${reason}${advice && `. To do: ${advice}`}`, {
      cause: error,
    });
  }
}

/** With containerd's image store, the default from Docker 29 on, an engine says it in a sentence only. */
function digestIn({ aux, status = "" }: ProgressEvent): string | undefined {
  return aux?.Digest ?? /: digest: (sha256:[0-9a-f]{64}) size: /.exec(status)?.[1];
}

/** The login in the program, else that of `docker login`; Docker wants one in any case, which may be empty. */
async function loginFor(name: string, { registry }: PropertyMap, { log }: DockerContext): Promise<object> {
  if (isMap(registry) && registry.username)
    return {
      serveraddress: textOf(registry.server),
      username: textOf(registry.username),
      password: textOf(registry.password),
    };
  const { auth, problem } = await credentialsFor(registryOf(name));
  if (problem !== undefined) log(`${problem}. The registry is asked without a login.`, "warning");
  return auth ?? {};
}

/** A colon after the last slash separates the tag; one before it belongs to the registry. */
function split(name: string): { repository: string; tag: string } {
  const [, repository = name, tag = "latest"] = /^(.*):([^:/]+)$/.exec(name) ?? [];
  return { repository, tag };
}
