import type { ResourceType } from "../resource-type.ts";
import { containerType } from "./container.ts";
import { imageType } from "./image.ts";
import { inOwnWords } from "./in-own-words.ts";
import { networkType } from "./network.ts";
import { remoteImageType } from "./remote-image.ts";
import { volumeType } from "./volume.ts";

/** Every resource type that this engine makes, by Pulumi's token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [networkType, volumeType, containerType, imageType, remoteImageType].map((type) => [
    type.token,
    inOwnWords(type),
  ]),
);
