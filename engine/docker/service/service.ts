import type Dockerode from "dockerode";
import type { RegistryAuth } from "../../../docker-client/registry-credentials.ts";
import { isMap } from "../../model/property-values.ts";
import {
  type CheckFailure,
  PartialFailure,
  type PropertyMap,
  type ResourceState,
} from "../../model/resource-type.ts";
import { inBody, inPath } from "../calls/api-path.ts";
import type { DockerType } from "../calls/docker-context.ts";
import { orNothing, reasonOf } from "../calls/docker-errors.ts";
import { withName } from "../properties/auto-name.ts";
import { hasLabels, labelMap } from "../properties/labels.ts";
import { textOf } from "../properties/property-access.ts";
import { refreshedInputs } from "../properties/refreshed-inputs.ts";
import { checkInputs } from "../properties/schema.ts";
import { convergeAfter } from "./convergence.ts";
import { asAsked, asCreated } from "./first-outputs.ts";
import type { FoundService } from "./found-service.ts";
import { loginFor, pinImage } from "./pinned-image.ts";
import { plannedOutputs } from "./planned-outputs.ts";
import { diffService } from "./service-difference.ts";
import { explainService } from "./service-errors.ts";
import { serviceOutputs } from "./service-outputs.ts";
import { removeService } from "./service-removal.ts";
import { SERVICE } from "./service-schema.ts";
import { serviceSpec } from "./service-spec.ts";

/** A service of a swarm: created and updated through a manager, and watched until its tasks run if the program says so. */
export const serviceType: DockerType = {
  token: "docker:index/service:Service",

  async check({ name, inputs, old }) {
    const { inputs: checked, failures } = checkInputs(SERVICE, inputs, "Service");
    const named = withName(name, checked, old);
    return { inputs: named, failures: failures.length > 0 ? failures : modeConflicts(named) };
  },

  diff: diffService,

  previewOutputs: (inputs, old) => ({ ...old?.outputs, ...inputs }),

  async create(inputs, context) {
    const planned = plannedOutputs(SERVICE, inputs, undefined);
    const { auth, spec } = await pinImage(serviceSpec(planned), context);
    const service = await createWith(context.docker, auth, spec).catch(async (error) => {
      throw new Error(await explainService(error, inputs, context), { cause: error });
    });
    try {
      await convergeAfter(service.id, inputs, undefined, context);
    } catch (error) {
      // As the provider does it: what never ran leaves nothing behind.
      await removeService({ id: service.id, inputs, outputs: planned }, context);
      throw error;
    }
    const found = await inspect(service.id, context.docker);
    return { id: service.id, inputs, outputs: asCreated(serviceOutputs(found, inputs), inputs) };
  },

  async read(id, known, { docker }) {
    const found = (await find(id, docker)) ?? (await findAgain(known, docker));
    if (found === undefined) return undefined;
    const outputs = serviceOutputs(found, known.outputs ?? known.inputs ?? describedRollouts(found));
    const inputs = known.inputs
      ? refreshedInputs(SERVICE, known.inputs, outputs)
      : { __defaults: [], name: found.Spec.Name };
    return { id: found.ID, inputs, outputs };
  },

  async update(old, inputs, context) {
    const planned = { ...plannedOutputs(SERVICE, inputs, old.outputs), auth: null, id: old.id };
    try {
      const before = await inspect(old.id, context.docker);
      const query = { version: String(before.Version.Index) };
      const spec = serviceSpec(planned);
      const auth = await loginFor(spec, context);
      await context.docker.getService(inPath(old.id)).update({ authconfig: auth, ...inBody(spec, query) });
      await convergeAfter(old.id, inputs, before, context);
    } catch (error) {
      // The provider keeps what it planned next to the former inputs, and tries again at the next run.
      const state: ResourceState = { id: old.id, inputs: old.inputs, outputs: withPrivileges(planned) };
      throw new PartialFailure(await explainService(error, inputs, context), state, { cause: error });
    }
    const outputs = serviceOutputs(await inspect(old.id, context.docker), inputs);
    return { id: old.id, inputs, outputs: asAsked(outputs, inputs) };
  },

  delete: removeService,

  claimedName: (inputs) => textOf(inputs.name),

  async halfMade(inputs, _notedAt, context) {
    const found = await find(textOf(inputs.name), context.docker);
    const isOurs = found !== undefined && hasLabels(found.Spec.Labels, inputs.labels);
    return isOurs && Object.keys(labelMap(inputs.labels)).length > 0
      ? serviceType.read(found.ID, {}, context)
      : undefined;
  },
};

/** What the provider refuses, because it could not carry it out. */
function modeConflicts({ mode, convergeConfig }: PropertyMap): CheckFailure[] {
  if (!isMap(mode) || mode.global !== true) return [];
  if (isMap(mode.replicated))
    return [{ property: "mode.global", reason: "expected either global or replicated, saw both" }];
  const reason = "a global service has no number of tasks to wait for; leave convergeConfig out";
  return isMap(convergeConfig) ? [{ property: "convergeConfig", reason }] : [];
}

/** The properties that are never given are null in the state. */
function withPrivileges(planned: PropertyMap): PropertyMap {
  const task = planned.taskSpec as PropertyMap;
  const container = task.containerSpec as PropertyMap;
  return { ...planned, taskSpec: { ...task, containerSpec: { ...container, privileges: null } } };
}

/** The client library's types know only a description without a login. */
function createWith(
  docker: Dockerode,
  auth: RegistryAuth | undefined,
  spec: object,
): Promise<Dockerode.Service> {
  return auth === undefined ? docker.createService(spec) : docker.createService(auth, spec);
}

/** An import knows nothing, so what Docker has counts as asked for. */
function describedRollouts({ Spec }: FoundService): PropertyMap {
  return {
    ...(Spec.UpdateConfig ? { updateConfig: {} } : {}),
    ...(Spec.RollbackConfig ? { rollbackConfig: {} } : {}),
  };
}

async function inspect(id: string, docker: Dockerode): Promise<FoundService> {
  return (await docker.getService(inPath(id)).inspect()) as FoundService;
}

/** Where the engine is no manager of a swarm there are no services; it says so only when one is to be made. */
async function find(id: string, docker: Dockerode): Promise<FoundService | undefined> {
  try {
    return await orNothing(inspect(id, docker));
  } catch (error) {
    if (/not a swarm manager/.test(reasonOf(error)) && !/worker/i.test(reasonOf(error))) return undefined;
    throw error;
  }
}

/** The provider also takes a service that somebody made again under the name. */
function findAgain(known: Partial<ResourceState>, docker: Dockerode): Promise<FoundService | undefined> {
  const name = textOf(known.inputs?.name);
  return name === "" ? Promise.resolve(undefined) : find(name, docker);
}
