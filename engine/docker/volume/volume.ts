import type Dockerode from "dockerode";
import type { VolumeInspectInfo } from "dockerode";
import { EngineError } from "../../../common/engine-error.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { inBody, inPath } from "../calls/api-path.ts";
import type { DockerType } from "../calls/docker-context.ts";
import { orNothing } from "../calls/docker-errors.ts";
import { ownNameConflict } from "../calls/name-conflict.ts";
import { type Removal, removeWhenUnused } from "../calls/remove-when-unused.ts";
import { withName } from "../properties/auto-name.ts";
import { diffAgainst } from "../properties/difference.ts";
import { describedLabels, hasLabels, LABELS, labelBlocks, labelMap } from "../properties/labels.ts";
import { textMapOf, textOf } from "../properties/property-access.ts";
import { refreshedInputs } from "../properties/refreshed-inputs.ts";
import { checkInputs, type Schema } from "../properties/schema.ts";

/** A volume keeps data beyond the life of a container. Docker cannot change one: every change replaces it. */
export const VOLUME: Schema = {
  cluster: { shape: "block", refused: true },
  driver: { shape: "string", computed: true, replaces: true },
  driverOpts: { shape: "map", replaces: true },
  labels: LABELS,
  name: { shape: "string", replaces: true },
};

export const volumeType: DockerType = {
  token: "docker:index/volume:Volume",

  async check({ name, inputs, old }) {
    const checked = checkInputs(VOLUME, inputs);
    return { ...checked, inputs: withName(name, checked.inputs, old) };
  },

  diff: (old, inputs) => diffAgainst(VOLUME, old, inputs),

  previewOutputs: (inputs) => ({ ...inputs }),

  async create(inputs, { docker, ownHolderOf }) {
    const name = textOf(inputs.name);
    // Docker would answer with the existing volume, and the end of this run would remove it under its former URN.
    const own = ownHolderOf(name);
    if (own !== undefined) throw new EngineError(ownNameConflict("volume", name, own));
    const description = {
      Name: name,
      ...(inputs.driver === undefined ? {} : { Driver: textOf(inputs.driver) }),
      DriverOpts: textMapOf(inputs.driverOpts) ?? {},
      Labels: labelMap(inputs.labels),
    };
    await docker.createVolume(inBody(description));
    const outputs = outputsOf(await docker.getVolume(inPath(name)).inspect());
    // Docker answers with an existing volume as it is; the provider stores what it asked for.
    const asked = { driverOpts: inputs.driverOpts ?? null, labels: labelBlocks(labelMap(inputs.labels)) };
    return { id: name, inputs, outputs: { ...outputs, ...asked } };
  },

  async read(id, known, { docker }) {
    const found = await orNothing(docker.getVolume(inPath(id)).inspect());
    if (found === undefined) return undefined;
    const outputs = outputsOf(found);
    const inputs = known.inputs ? refreshedInputs(VOLUME, known.inputs, outputs) : describedInputs(found);
    return { id, inputs, outputs };
  },

  /** Every property replaces, so there is nothing to update. */
  async update(old, inputs) {
    return { ...old, inputs };
  },

  delete: (old, { docker, status }) => removeWhenUnused(removalOf(old.id, docker), status),

  claimedName: (inputs) => textOf(inputs.name),

  async halfMade(inputs, notedAt, context) {
    const name = textOf(inputs.name);
    const found = await orNothing(context.docker.getVolume(inPath(name)).inspect());
    const isOurs = madeJustAfter(notedAt, found) && hasLabels(found?.Labels, inputs.labels);
    return isOurs ? volumeType.read(name, {}, context) : undefined;
  },
};

function removalOf(name: string, docker: Dockerode): Removal {
  return {
    remove: () => docker.getVolume(inPath(name)).remove(),
    refusal: /in use/,
    // Stopped containers count as well.
    async holders() {
      const containers = await docker.listContainers({ all: true, filters: { volume: [name] } });
      return containers.map(({ Id, Names }) => Names[0]?.slice(1) ?? Id);
    },
    explain: (holders) =>
      `the volume ${name} is still used by: ${holders.join(", ")}. They do not belong to this stack, and were left alone. Remove them, then try again.`,
  };
}

/** Docker creates a volume at once. One that was created later may be another program's, with data in it. */
const MADE_WITHIN_MS = 10_000;

function madeJustAfter(notedAt: Date, found: VolumeInspectInfo | undefined): boolean {
  // Docker reports whole seconds.
  const afterMs = Date.parse((found as { CreatedAt?: string })?.CreatedAt ?? "") - notedAt.getTime();
  return afterMs > -1000 && afterMs < MADE_WITHIN_MS;
}

/** An import has no inputs, so they are derived from Docker's answer. */
function describedInputs({ Driver, Labels, Name, Options }: VolumeInspectInfo): PropertyMap {
  return {
    __defaults: [],
    driver: Driver,
    ...(Object.keys(Options ?? {}).length === 0 ? {} : { driverOpts: Options ?? {} }),
    ...describedLabels(Labels),
    name: Name,
  };
}

function outputsOf(found: VolumeInspectInfo): PropertyMap {
  return {
    cluster: null,
    driver: found.Driver,
    driverOpts: found.Options ?? {},
    id: found.Name,
    labels: labelBlocks(found.Labels),
    mountpoint: found.Mountpoint,
    name: found.Name,
  };
}
