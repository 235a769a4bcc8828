import type Dockerode from "dockerode";
import type { VolumeInspectInfo } from "dockerode";
import type { PropertyMap, ResourceType } from "../resource-type.ts";
import { withName } from "./auto-name.ts";
import { diffAgainst } from "./difference.ts";
import { orNothing, reasonOf } from "./docker-errors.ts";
import { LABELS, labelBlocks, labelMap } from "./labels.ts";
import { textMapOf, textOf } from "./property-access.ts";
import { checkInputs, type Schema, withoutEmptyDefaults } from "./schema.ts";

/** A volume keeps data beyond the life of a container. Docker cannot change one: every change replaces it. */
export const VOLUME: Schema = {
  cluster: { shape: "block", refused: true },
  driver: { shape: "string", computed: true, replaces: true },
  driverOpts: { shape: "map", replaces: true },
  labels: LABELS,
  name: { shape: "string", replaces: true },
};

export const volumeType: ResourceType = {
  token: "docker:index/volume:Volume",

  async check({ name, inputs, old }) {
    const checked = checkInputs(VOLUME, inputs);
    return { ...checked, inputs: withName(name, checked.inputs, old) };
  },

  diff: (old, inputs) => diffAgainst(VOLUME, old, inputs),

  previewOutputs: (inputs) => ({ ...inputs }),

  async create(inputs, { docker }) {
    const name = textOf(inputs.name);
    await docker.createVolume({
      Name: name,
      ...(inputs.driver === undefined ? {} : { Driver: textOf(inputs.driver) }),
      DriverOpts: textMapOf(inputs.driverOpts) ?? {},
      Labels: labelMap(inputs.labels),
    });
    const outputs = outputsOf(await docker.getVolume(name).inspect());
    return { id: name, inputs, outputs: { ...outputs, driverOpts: inputs.driverOpts ?? null } };
  },

  async read(id, known, { docker }) {
    const found = await orNothing(docker.getVolume(id).inspect());
    if (found === undefined) return undefined;
    const inputs = withoutEmptyDefaults(known.inputs ?? { driver: found.Driver, name: found.Name });
    return { id, inputs, outputs: outputsOf(found) };
  },

  /** Every property replaces, so there is nothing to update. */
  async update(old, inputs) {
    return { ...old, inputs };
  },

  async delete(old, { docker }) {
    await orNothing(docker.getVolume(old.id).remove()).catch(async (error) => {
      throw new Error(await explain(error, old.id, docker), { cause: error });
    });
  },
};

/** The volume cannot go while a container has it, be it a stopped one: say which. */
async function explain(error: unknown, name: string, docker: Dockerode): Promise<string> {
  if (!reasonOf(error).includes("in use")) return reasonOf(error);
  const holders = await docker.listContainers({ all: true, filters: { volume: [name] } });
  const names = holders.map(({ Names }) => Names[0]?.slice(1)).join(", ");
  return `the volume ${name} is still used by: ${names}. They are not of this stack, and were left alone. Remove them, then try again.`;
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
