import {
  PartialFailure,
  type PropertyMap,
  type PropertyValue,
  type ResourceState,
} from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { reasonOf, statusOf } from "../calls/docker-errors.ts";
import { completeBlocks } from "../properties/block-outputs.ts";
import { diffAgainst } from "../properties/difference.ts";
import { numberOf, textOf } from "../properties/property-access.ts";
import { explainStart } from "./container-errors.ts";
import { resources } from "./container-options.ts";
import { CONTAINER } from "./container-schema.ts";

/** Properties that Docker changes on an existing container; the other in-place updates matter to the provider only. */
const CHANGED_BY_DOCKER = [
  "restart",
  "maxRetryCount",
  "cpuShares",
  "memory",
  "memoryReservation",
  "cpuSet",
  "memorySwap",
  "deviceReadBps",
  "deviceReadIops",
  "deviceWriteBps",
  "deviceWriteIops",
];

/** Properties that the provider plans as updates, although they are fixed when the container is created. */
const FIXED_AT_CREATION = ["healthcheck", "init", "tmpfs", "cpuPeriod", "cpuQuota", "rm"];

/** Updates a container in place, and starts one that a refresh found stopped. */
export async function updateContainer(
  old: ResourceState,
  inputs: PropertyMap,
  context: DockerContext,
): Promise<ResourceState> {
  const outputs = { ...old.outputs, ...plannedOutputs(old, inputs) };
  const changed = changedNames(old, inputs);
  try {
    await startAgain(old, inputs, context);
    if (CHANGED_BY_DOCKER.some((name) => changed.has(name))) await updateLimits(old.id, inputs, context);
  } catch (error) {
    // The provider stores the new values although Docker refused them: its next plan does not show them again.
    const state = { id: old.id, inputs: old.inputs, outputs };
    throw new PartialFailure((error as Error).message, state, { cause: error });
  }
  for (const name of FIXED_AT_CREATION.filter((fixed) => changed.has(fixed))) {
    context.log(
      `${name} does not affect an existing container: add it to the resource option replaceOnChanges: ["${name}"] and change it again.`,
      "warning",
    );
  }
  return { id: old.id, inputs, outputs };
}

async function startAgain(old: ResourceState, inputs: PropertyMap, context: DockerContext): Promise<void> {
  if (old.outputs.mustRun !== false || inputs.mustRun === false || inputs.start === false) return;
  try {
    await context.docker.getContainer(old.id).start();
  } catch (error) {
    const runsAlready = statusOf(error) === 304;
    if (!runsAlready) throw new Error(await explainStart(error, inputs, context), { cause: error });
  }
}

async function updateLimits(id: string, inputs: PropertyMap, { docker }: DockerContext): Promise<void> {
  const restart = { Name: textOf(inputs.restart), MaximumRetryCount: numberOf(inputs.maxRetryCount) ?? 0 };
  try {
    await docker.getContainer(id).update({ RestartPolicy: restart, ...resources(inputs) });
  } catch (error) {
    throw new Error(`Unable to update a container: ${reasonOf(error)}`, { cause: error });
  }
}

function changedNames(old: ResourceState, inputs: PropertyMap): Set<string> {
  const paths = Object.keys(diffAgainst(CONTAINER, old, inputs).detailed);
  return new Set(paths.map((path) => /^\w+/.exec(path)?.[0] ?? path));
}

/** The planned outputs of an update: the old ones with the new values; numbers that are no longer given become zero. */
function plannedOutputs(old: ResourceState, inputs: PropertyMap): PropertyMap {
  const inPlace = Object.entries(CONTAINER).filter(([, property]) => !property.replaces);
  const planned = Object.fromEntries(
    inPlace.map(([name, { shape, computed }]) => {
      const value = inputs[name];
      if (value !== undefined) return [name, withoutDefaults(value, name)];
      const before = old.outputs[name] ?? null;
      return [name, computed || before === null || shape !== "number" ? before : 0];
    }),
  );
  // Planning fills in what the first read left as null in the blocks that are not read from Docker again.
  const completed = ["mounts", "networksAdvanced", "volumes"].map((name) => [
    name,
    completeBlocks(CONTAINER[name]?.of ?? {}, old.outputs[name], "read"),
  ]);
  return { ...planned, ...Object.fromEntries(completed) };
}

function withoutDefaults(value: PropertyValue, name: string): PropertyValue {
  if (name !== "healthcheck") return value;
  const { __defaults: _, ...check } = value as PropertyMap;
  return { retries: 0, ...check };
}
