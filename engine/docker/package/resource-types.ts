import type { ResourceType } from "../../model/resource-type.ts";
import { inOwnWords } from "./docker-messages.ts";
import { containerType } from "../container/container.ts";
import { imageType } from "../image/image.ts";
import { remoteImageType } from "../image/remote-image.ts";
import { networkType } from "../network/network.ts";
import { volumeType } from "../volume/volume.ts";

/** Every resource type that this engine makes, by Pulumi's token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [networkType, volumeType, containerType, imageType, remoteImageType].map((type) => [
    type.token,
    inOwnWords(type),
  ]),
);
