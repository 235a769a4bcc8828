import { PartialFailure, type ResourceType } from "../../model/resource-type.ts";
import { type DockerType, onDocker } from "../calls/docker-context.ts";
import { reasonOf } from "../calls/docker-errors.ts";
import { containerType } from "../container/container.ts";
import { imageType } from "../image/image.ts";
import { remoteImageType } from "../image/remote-image.ts";
import { networkType } from "../network/network.ts";
import { serviceType } from "../service/service.ts";
import { volumeType } from "../volume/volume.ts";

/** Every resource type that this engine supports, by Pulumi's token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [networkType, volumeType, containerType, imageType, remoteImageType, serviceType].map((type) => [
    type.token,
    forEngine(type),
  ]),
);

/** The type as the engine calls it; its errors have Docker's own message, without the HTTP details. */
function forEngine(type: DockerType): ResourceType {
  const { halfMade } = type;
  return {
    ...type,
    check: (request, context) => type.check(request, onDocker(context)),
    create: (inputs, context) => withDockerMessages(type.create(inputs, onDocker(context))),
    read: (id, known, context) => withDockerMessages(type.read(id, known, onDocker(context))),
    update: (old, inputs, context) => withDockerMessages(type.update(old, inputs, onDocker(context))),
    delete: (old, context) => withDockerMessages(type.delete(old, onDocker(context))),
    ...(halfMade === undefined
      ? { halfMade: undefined }
      : {
          halfMade: (inputs, notedAt, context) => halfMade(inputs, notedAt, onDocker(context)),
        }),
  };
}

async function withDockerMessages<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PartialFailure || reasonOf(error) === (error as Error).message) throw error;
    throw new Error(reasonOf(error), { cause: error });
  }
}
