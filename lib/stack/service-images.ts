import { LabError } from "../../common/lab-error.mjs";
import { serviceImage } from "../../common/lab-layout.ts";
import { openDocker } from "../../docker-client/client.ts";
import { readLabConfig } from "../project/lab-config.ts";
import { labStacks } from "../project/lab-stacks.ts";

type ServiceImage = { id: string; label: string };

/** The images that this lab's stacks built for their services, and older builds of them that have lost their name. */
export async function findServiceImages(): Promise<ServiceImage[]> {
  const names = new Set(labStacks().flatMap(serviceImageNames));
  const docker = openDocker();
  const tagged = await docker.listImages({ filters: { reference: ["kafka-lab/*"] } });
  const unnamed = await docker.listImages({ filters: { dangling: ["true"], label: ["kafka-lab.service"] } });
  return [
    ...tagged
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((tag) => names.has(tag))
      .map((tag) => ({ id: tag, label: tag })),
    ...unnamed.map(({ Id }) => ({ id: Id, label: `${Id.slice(7, 19)} (an older build of a service)` })),
  ];
}

/** Volumes of this lab that no stack has in its state any more. */
export async function findKeptVolumes() {
  const { Volumes } = await openDocker().listVolumes({ filters: { label: ["kafka-lab.stack"] } });
  const labs = labStacks().map((stack) => `${stack}/${readLabConfig(stack).labelName}`);
  return (Volumes ?? [])
    .filter(({ Labels }) => labs.includes(`${Labels["kafka-lab.stack"]}/${Labels["kafka-lab.name"]}`))
    .map(({ Name }) => Name);
}

export async function removeImage({ id, label }: ServiceImage) {
  try {
    await openDocker().getImage(id).remove();
  } catch (error) {
    const { statusCode, message } = error as Error & { statusCode?: number };
    if (statusCode === 404) return;
    // An older build may still run in another lab; that one gives it back itself.
    if (statusCode === 409 && id.startsWith("sha256:")) return;
    throw new LabError(
      `the image ${label} cannot be removed: ${message}`,
      "Remove what uses it, then try again.",
    );
  }
}

function serviceImageNames(stack: string) {
  const { name } = readLabConfig(stack);
  return ["service-a", "service-b"].map((service) => serviceImage(name, service, stack));
}
