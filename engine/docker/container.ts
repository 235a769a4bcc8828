import type Dockerode from "dockerode";
import {
  PartialFailure,
  type PropertyMap,
  type ResourceContext,
  type ResourceState,
  type ResourceType,
} from "../resource-type.ts";
import { withName } from "./auto-name.ts";
import { explainCreate, explainStart } from "./container-errors.ts";
import { waitUntilHealthy, withoutFrames } from "./container-health.ts";
import { createOptions, resources } from "./container-options.ts";
import { containerOutputs, type Inspected } from "./container-outputs.ts";
import { checkContainer } from "./container-rules.ts";
import { CONTAINER } from "./container-schema.ts";
import { unreadOutputs } from "./container-unread.ts";
import { diffAgainst } from "./difference.ts";
import { orNothing, reasonOf, statusOf } from "./docker-errors.ts";
import { ensureLocalImage } from "./local-image.ts";
import { blocksOf, numberOf, textOf, textsOf } from "./property-access.ts";
import { checkInputs, withoutEmptyDefaults } from "./schema.ts";
import { uploadFiles } from "./uploads.ts";

/** A container: made, connected, started, and watched until it is healthy where the program says `wait`. */
export const containerType: ResourceType = {
  token: "docker:index/container:Container",

  async check({ name, inputs, old }) {
    const checked = checkInputs(CONTAINER, inputs);
    const named = withName(name, checked.inputs, old);
    return { inputs: named, failures: [...checked.failures, ...checkContainer(named)] };
  },

  /** The provider always deletes a container before it makes the next: name and ports can be held once only. */
  diff: (old, inputs) =>
    withUnreadNetworks(old, { ...diffAgainst(CONTAINER, old, inputs), deleteBeforeReplace: true }),

  previewOutputs: (inputs, old) => ({ ...old?.outputs, ...inputs }),

  async create(inputs, context) {
    await ensureLocalImage(textOf(inputs.image), textOf(inputs.platform), context);
    const container = await context.docker.createContainer(createOptions(inputs)).catch(async (error) => {
      throw new Error(await explainCreate(error, inputs, context), { cause: error });
    });
    try {
      await bringUp(container, inputs, context);
      const outputs = containerOutputs(await inspect(container), inputs, "created");
      return {
        id: container.id,
        inputs,
        outputs: { ...outputs, containerLogs: await logsOf(container, inputs) },
      };
    } catch (error) {
      const state = { id: container.id, inputs, outputs: unreadOutputs(container.id, inputs) };
      throw new PartialFailure(await explainStart(error, inputs, context), state, { cause: error });
    }
  },

  async read(id, known, { docker }) {
    const found = await orNothing(inspect(docker.getContainer(id)));
    if (found === undefined) return undefined;
    const outputs = containerOutputs(found, known.inputs ?? {}, "read");
    return { id: found.Id, inputs: refreshedInputs(known.inputs, outputs), outputs };
  },

  async update(old, inputs, { docker }) {
    const container = docker.getContainer(old.id);
    const outputs = { ...old.outputs, ...plannedOutputs(old, inputs) };
    try {
      if (old.outputs.mustRun === false && inputs.mustRun !== false)
        await container.start().catch(ignoreAlreadyStarted);
      if (changesResources(old, inputs)) {
        const restart = {
          Name: textOf(inputs.restart),
          MaximumRetryCount: numberOf(inputs.maxRetryCount) ?? 0,
        };
        await container.update({ RestartPolicy: restart, ...resources(inputs) });
      }
    } catch (error) {
      // The provider notes the new values although Docker refused them: its next plan does not name them again.
      const state = { id: old.id, inputs: old.inputs, outputs };
      throw new PartialFailure(`Unable to update a container: ${reasonOf(error)}`, state, { cause: error });
    }
    return { id: old.id, inputs, outputs };
  },

  async delete(old, { docker, status }) {
    const container = docker.getContainer(old.id);
    const graceSeconds = numberOf(old.outputs.destroyGraceSeconds ?? old.inputs.destroyGraceSeconds) ?? 0;
    if (old.inputs.attach !== true) {
      status(graceSeconds > 0 ? `stopping, up to ${graceSeconds} s` : "stopping");
      await orNothing(container.stop({ t: graceSeconds }).catch(ignoreStopped));
    }
    await orNothing(
      container.remove({ force: true, v: old.inputs.removeVolumes !== false }).catch(ignoreUnderWay),
    );
  },

  claimedName: (inputs) => textOf(inputs.name),
};

async function bringUp(
  container: Dockerode.Container,
  inputs: PropertyMap,
  context: ResourceContext,
): Promise<void> {
  await connect(container, inputs, context);
  await uploadFiles(container, inputs, context);
  if (inputs.start === false) return;
  await container.start();
  if (inputs.wait === true) await waitUntilHealthy(container, numberOf(inputs.waitTimeout) ?? 60, context);
  if (inputs.attach === true) await container.wait();
}

/** A container is made on the default network and moved from there, in the order in which its networks are given. */
async function connect(
  container: Dockerode.Container,
  inputs: PropertyMap,
  { docker }: ResourceContext,
): Promise<void> {
  const networks = blocksOf(inputs.networksAdvanced);
  if (networks.length === 0) return;
  await docker.getNetwork("bridge").disconnect({ Container: container.id }).catch(ignoreNotConnected);
  for (const network of networks) {
    const addresses = {
      ...(network.ipv4Address ? { IPv4Address: textOf(network.ipv4Address) } : {}),
      ...(network.ipv6Address ? { IPv6Address: textOf(network.ipv6Address) } : {}),
      ...(network.linkLocalIps ? { LinkLocalIPs: textsOf(network.linkLocalIps) } : {}),
    };
    await docker.getNetwork(textOf(network.name)).connect({
      Container: container.id,
      EndpointConfig: {
        Aliases: textsOf(network.aliases),
        ...(Object.keys(addresses).length > 0 ? { IPAMConfig: addresses } : {}),
      },
    });
  }
}

async function inspect(container: Dockerode.Container): Promise<Inspected> {
  return (await container.inspect()) as Inspected;
}

async function logsOf(container: Dockerode.Container, inputs: PropertyMap): Promise<string | null> {
  if (inputs.attach !== true || inputs.logs !== true) return null;
  return withoutFrames(
    (await container.logs({ stdout: true, stderr: true, follow: false })) as unknown as Buffer,
  );
}

/** The planned state of an update: what was read, with the new values in their places; absent ones become zero. */
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
  const networksAdvanced = blocksOf(old.outputs.networksAdvanced).map((network) => ({
    ...network,
    gwPriority: 0,
  }));
  return { ...planned, networksAdvanced };
}

function withoutDefaults(value: PropertyMap[string], name: string): PropertyMap[string] {
  if (name !== "healthcheck") return value;
  const { __defaults: _, ...check } = value as PropertyMap;
  return { retries: 0, ...check };
}

function changesResources(old: ResourceState, inputs: PropertyMap): boolean {
  const names = [
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
  const changed = Object.keys(diffAgainst(CONTAINER, old, inputs).detailed).map(
    (path) => /^\w+/.exec(path)?.[0] ?? path,
  );
  return names.some((name) => changed.includes(name));
}

/** A refresh tells the program's side too: a stopped container is one that the program no longer wants to run. */
function refreshedInputs(inputs: PropertyMap | undefined, outputs: PropertyMap): PropertyMap {
  if (inputs === undefined) return { __defaults: [], image: outputs.image ?? "", name: outputs.name ?? "" };
  const refreshed = withoutEmptyDefaults(inputs);
  for (const name of ["name", "image", "memory", "memorySwap", "restart"]) {
    if (inputs[name] !== undefined && outputs[name] !== undefined) refreshed[name] = outputs[name] ?? null;
  }
  if (inputs.mustRun === outputs.mustRun || inputs.mustRun === undefined) return refreshed;
  const defaults = textsOf(inputs.__defaults).filter((name) => name !== "mustRun");
  return { ...refreshed, __defaults: defaults, mustRun: outputs.mustRun ?? true };
}

/** After a create that failed, the addresses were never read, and the provider's plan says so. */
function withUnreadNetworks(
  old: ResourceState,
  diff: ReturnType<ResourceType["diff"]>,
): ReturnType<ResourceType["diff"]> {
  if (old.outputs.networkDatas !== null || !diff.replaceKeys.includes("entrypoints")) return diff;
  return { ...diff, detailed: { ...diff.detailed, networkDatas: { kind: "add", inputDiff: false } } };
}

function ignoreAlreadyStarted(error: unknown): void {
  if (statusOf(error) !== 304) throw error;
}

function ignoreStopped(error: unknown): void {
  if (statusOf(error) !== 304) throw error;
}

/** Another removal of the same container is under way: it will be gone. */
function ignoreUnderWay(error: unknown): void {
  if (statusOf(error) !== 409 || !reasonOf(error).includes("already in progress")) throw error;
}

function ignoreNotConnected(error: unknown): void {
  if (!reasonOf(error).includes("is not connected to")) throw error;
}
