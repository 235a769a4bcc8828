import type { ImageInspectInfo } from "dockerode";
import type { PropertyMap } from "../../model/resource-type.ts";
import type { DockerType } from "../calls/docker-context.ts";
import { orNothing } from "../calls/docker-errors.ts";
import { diffAgainst } from "../properties/difference.ts";
import { textOf } from "../properties/property-access.ts";
import { checkInputs, type Schema, withoutEmptyDefaults } from "../properties/schema.ts";
import { ensureLocalImage, findImage, repoDigestOf } from "./local-image.ts";

/** An image that is not built by this program: found on this machine, or pulled. */
export const REMOTE_IMAGE: Schema = {
  build: { shape: "block", refused: true },
  forceRemove: { shape: "boolean" },
  keepLocally: { shape: "boolean" },
  name: { shape: "string", required: true, replaces: true },
  platform: { shape: "string", replaces: true },
  pullTriggers: { shape: "set", replaces: true },
  triggers: { shape: "map", replaces: true },
};

export const remoteImageType: DockerType = {
  token: "docker:index/remoteImage:RemoteImage",

  check: async ({ inputs }) => checkInputs(REMOTE_IMAGE, inputs, "RemoteImage"),

  /** Two images do not conflict: the new one is created before the old one is deleted. */
  diff: (old, inputs) => ({ ...diffAgainst(REMOTE_IMAGE, old, inputs), deleteBeforeReplace: false }),

  previewOutputs: (inputs, old) => ({ ...old?.outputs, ...inputs }),

  async create(inputs, context) {
    const name = textOf(inputs.name);
    await ensureLocalImage(name, textOf(inputs.platform), context);
    const found = await context.docker.getImage(name).inspect();
    return { id: found.Id + name, inputs, outputs: outputsOf(found, inputs) };
  },

  async read(id, known, { docker }) {
    const name = textOf(known.inputs?.name) || id.replace(/^sha256:[0-9a-f]{64}/, "");
    const found = await findImage(name, docker);
    if (found === undefined) return undefined;
    const inputs = known.inputs === undefined ? { __defaults: [], name } : withoutEmptyDefaults(known.inputs);
    return { id: found.Id + name, inputs, outputs: outputsOf(found, inputs) };
  },

  /** Only the way it is removed can change without a new image; an image that is gone is pulled again. */
  update: (_old, inputs, context) => remoteImageType.create(inputs, context),

  async delete(old, { docker }) {
    if (old.inputs.keepLocally === true) return;
    await orNothing(
      docker.getImage(textOf(old.inputs.name)).remove({ force: old.inputs.forceRemove === true }),
    );
  },
};

function outputsOf(found: ImageInspectInfo, inputs: PropertyMap): PropertyMap {
  const name = textOf(inputs.name);
  return {
    build: null,
    forceRemove: inputs.forceRemove ?? null,
    id: found.Id + name,
    imageId: found.Id,
    keepLocally: inputs.keepLocally ?? null,
    name,
    platform: inputs.platform ?? null,
    pullTriggers: inputs.pullTriggers ?? null,
    repoDigest: repoDigestOf(name, found),
    triggers: inputs.triggers ?? null,
  };
}
