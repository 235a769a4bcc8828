import type Dockerode from "dockerode";
import type { ResourceState } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing, reasonOf, statusOf } from "../calls/docker-errors.ts";
import { numberOf } from "../properties/property-access.ts";

/** Stops a container within `destroyGraceSeconds`, removes it, and waits until it is gone. */
export async function removeContainer(old: ResourceState, { docker, status }: DockerContext): Promise<void> {
  const container = docker.getContainer(old.id);
  const graceSeconds = numberOf(old.outputs.destroyGraceSeconds ?? old.inputs.destroyGraceSeconds) ?? 0;
  if (old.inputs.attach !== true && graceSeconds > 0) {
    status(`stopping, up to ${graceSeconds} s`);
    await orNothing(container.stop({ t: graceSeconds }).catch(ignoreStopped));
  }
  status("removing");
  try {
    await orNothing(container.remove({ force: true, v: old.inputs.removeVolumes !== false }));
  } catch (error) {
    if (!isUnderWay(error)) throw error;
    await untilGone(container);
  }
}

/** Whether it is already being removed, such as by Docker with `rm: true`: only afterwards are its name and network free. */
function isUnderWay(error: unknown): boolean {
  return statusOf(error) === 409 && reasonOf(error).includes("already in progress");
}

async function untilGone(container: Dockerode.Container): Promise<void> {
  await orNothing(container.wait({ condition: "removed" }));
}

function ignoreStopped(error: unknown): void {
  if (statusOf(error) !== 304) throw error;
}
