import { credentialsFor, type RegistryAuth } from "../../../docker-client/registry-credentials.ts";
import { registryOf } from "../../../docker-client/registry-name.ts";
import { inPath } from "../calls/api-path.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { reasonOf } from "../calls/docker-errors.ts";

type Spec = Record<string, unknown>;

/** The answer of a registry about an image. */
interface Distribution {
  readonly Descriptor?: { readonly digest?: string };
  readonly Platforms?: readonly { readonly architecture?: string; readonly os?: string }[];
}

/**
 * A new service's image with the digest that its registry has for the tag now, so that every node runs the same one, and
 * the platforms of that image, wherever else the program says where to run. An image that no registry knows must be on
 * every node. Docker's own clients do this; the engine does not.
 */
export async function pinImage(
  spec: Spec,
  context: DockerContext,
): Promise<{ spec: Spec; auth: RegistryAuth | undefined }> {
  const task = spec.TaskTemplate as {
    readonly ContainerSpec: { readonly Image: string };
    readonly Placement?: object;
  };
  const image = task.ContainerSpec.Image;
  const auth = await loginFor(spec, context);
  const found = await askRegistry(image, auth, context);
  if (found === undefined) return { spec, auth };
  const digest = found.Descriptor?.digest;
  const pinned = digest === undefined || image.includes("@") ? image : `${image}@${digest}`;
  const platforms = (found.Platforms ?? []).map(({ architecture, os }) => ({
    Architecture: architecture,
    OS: os,
  }));
  const template = {
    ...task,
    ContainerSpec: { ...task.ContainerSpec, Image: pinned },
    ...(platforms.length > 0 && { Placement: { ...task.Placement, Platforms: platforms } }),
  };
  return { spec: { ...spec, TaskTemplate: template }, auth };
}

/** The login with which the nodes pull a service's image: that of whoever runs this. */
export async function loginFor(spec: Spec, context: DockerContext): Promise<RegistryAuth | undefined> {
  const { ContainerSpec } = spec.TaskTemplate as { readonly ContainerSpec: { readonly Image: string } };
  const { auth, problem } = await credentialsFor(registryOf(ContainerSpec.Image));
  if (problem !== undefined) context.log(`${problem}. The registry is asked without a login.`, "warning");
  return auth;
}

async function askRegistry(
  image: string,
  auth: RegistryAuth | undefined,
  { docker, log }: DockerContext,
): Promise<Distribution | undefined> {
  try {
    const options = auth === undefined ? {} : { authconfig: auth };
    return (await docker.getImage(inPath(image)).distribution(options as object)) as Distribution;
  } catch (error) {
    log(
      `the registry did not say which digest ${image} has (${reasonOf(error)}): the image must be on every node that may run it`,
      "warning",
    );
    return undefined;
  }
}
