import type Dockerode from "dockerode";
import { logText } from "../../../docker-client/log-text.ts";
import { PartialFailure, type PropertyMap, type ResourceState } from "../../model/resource-type.ts";
import { inBody, inPath } from "../calls/api-path.ts";
import type { DockerContext, DockerType } from "../calls/docker-context.ts";
import { orNothing, statusOf } from "../calls/docker-errors.ts";
import { ensureLocalImage } from "../image/local-image.ts";
import { withName } from "../properties/auto-name.ts";
import { diffAgainst } from "../properties/difference.ts";
import { hasLabels } from "../properties/labels.ts";
import { numberOf, textOf } from "../properties/property-access.ts";
import { refreshedInputs } from "../properties/refreshed-inputs.ts";
import { checkInputs } from "../properties/schema.ts";
import { explainCreate, explainStart } from "./container-errors.ts";
import { waitUntilHealthy } from "./container-health.ts";
import { connectToNetworks, endpointAtCreation } from "./container-networks.ts";
import { createOptions } from "./container-options.ts";
import { containerOutputs, type Inspected } from "./container-outputs.ts";
import { removeContainer } from "./container-removal.ts";
import { checkContainer } from "./container-rules.ts";
import { CONTAINER } from "./container-schema.ts";
import { unreadOutputs } from "./container-unread.ts";
import { updateContainer } from "./container-update.ts";
import { uploadFiles } from "./uploads.ts";

/** A container: created, connected, started, and watched until it is healthy if the program says `wait`. */
export const containerType: DockerType = {
  token: "docker:index/container:Container",

  async check({ name, inputs, old }) {
    const checked = checkInputs(CONTAINER, inputs, "Container");
    const named = withName(name, checked.inputs, old);
    // A property of the wrong type is reported only once.
    const reported = new Set(checked.failures.map(({ property }) => property));
    const others = checkContainer(named).filter(({ property }) => !reported.has(property));
    return { inputs: named, failures: [...checked.failures, ...others] };
  },

  /** The provider always deletes a container before it creates the next, because a name or a port can be used only once. */
  diff: (old, inputs) =>
    withUnreadNetworks(old, { ...diffAgainst(CONTAINER, old, inputs), deleteBeforeReplace: true }),

  previewOutputs: (inputs, old) => ({ ...old?.outputs, ...inputs }),

  async create(inputs, context) {
    const container = await make(inputs, context);
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
    const found = await orNothing(inspect(docker.getContainer(inPath(id))));
    if (found === undefined) return undefined;
    const outputs = containerOutputs(found, { ...known.inputs, ...known.outputs }, "read");
    // A container that runs again keeps the exit code of its last end.
    const exitCode = outputs.exitCode ?? known.outputs?.exitCode ?? null;
    const inputs = known.inputs
      ? refreshedInputs(CONTAINER, known.inputs, outputs)
      : describedInputs(outputs);
    return { id: found.Id, inputs, outputs: { ...outputs, exitCode } };
  },

  update: updateContainer,

  delete: removeContainer,

  claimedName: (inputs) => textOf(inputs.name),

  async halfMade(inputs, _notedAt, context) {
    const name = textOf(inputs.name);
    const found = await orNothing(inspect(context.docker.getContainer(inPath(name))));
    const isOurs =
      found?.Config.Image === textOf(inputs.image) && hasLabels(found.Config.Labels, inputs.labels);
    return isOurs ? containerType.read(name, {}, context) : undefined;
  },
};

/** Creates the container; the image usually exists, so it is pulled only when Docker reports it missing. */
async function make(inputs: PropertyMap, context: DockerContext): Promise<Dockerode.Container> {
  const { name, platform, ...description } = { ...createOptions(inputs), ...endpointAtCreation(inputs) };
  const options = inBody(description, { name: textOf(name), ...(platform ? { platform } : {}) });
  const create = () => context.docker.createContainer(options);
  try {
    return await create().catch(async (error) => {
      if (statusOf(error) !== 404) throw error;
      await ensureLocalImage(textOf(inputs.image), textOf(inputs.platform), context);
      return create();
    });
  } catch (error) {
    throw new Error(await explainCreate(error, inputs, context), { cause: error });
  }
}

async function bringUp(
  container: Dockerode.Container,
  inputs: PropertyMap,
  context: DockerContext,
): Promise<void> {
  await connectToNetworks(container, inputs, context);
  await uploadFiles(container, inputs, context);
  if (inputs.start === false) return;
  await container.start();
  if (inputs.wait === true) await waitUntilHealthy(container, numberOf(inputs.waitTimeout) ?? 60, context);
  if (inputs.attach === true) await container.wait();
}

async function inspect(container: Dockerode.Container): Promise<Inspected> {
  return (await container.inspect()) as Inspected;
}

async function logsOf(container: Dockerode.Container, inputs: PropertyMap): Promise<string | null> {
  if (inputs.attach !== true || inputs.logs !== true) return null;
  const log = await container.logs({ stdout: true, stderr: true, follow: false });
  return logText(container, log as unknown as Buffer);
}

/** An import has no inputs; the program must describe the others. */
function describedInputs({ image, name }: PropertyMap): PropertyMap {
  return { __defaults: [], image: image ?? "", name: name ?? "" };
}

/** After a failed create, the addresses were never read, and the provider's plan shows them as added. */
function withUnreadNetworks(
  old: ResourceState,
  diff: ReturnType<DockerType["diff"]>,
): ReturnType<DockerType["diff"]> {
  if (old.outputs.networkDatas !== null) return diff;
  return { ...diff, detailed: { ...diff.detailed, networkDatas: { kind: "add", inputDiff: false } } };
}
