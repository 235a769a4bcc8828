import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { imageReference } from "../images/image-reference.ts";
import type { Config } from "./config.ts";
import { isSwarm } from "./swarm/nodes.ts";

/**
 * Ensures that an image is on this machine, pulled or built here; `destroy` leaves it, because another lab may use it.
 */
export function pullImage(
  { registry }: Pick<Config, "registry">,
  name: string,
  image: string,
  parent?: pulumi.Resource,
): docker.RemoteImage {
  return new docker.RemoteImage(
    name,
    { name: imageReference(registry, image), keepLocally: true },
    parent && { parent },
  );
}

/** How a container names its image: on this machine by its id; in a swarm by the digest under which every node pulls it. */
export function runnable(
  config: Pick<Config, "orchestrator">,
  { imageId, repoDigest }: docker.RemoteImage,
): pulumi.Output<string> {
  return isSwarm(config) ? repoDigest : imageId;
}
