import { setTimeout as delay } from "node:timers/promises";
import type Dockerode from "dockerode";
import { parseGoDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, ResourceState } from "../../model/resource-type.ts";
import { inPath } from "../calls/api-path.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing } from "../calls/docker-errors.ts";
import { textOf } from "../properties/property-access.ts";
import { type Task, tasksOf } from "./tasks.ts";

const POLL_MS = 200;
/** What a manager and a node need beside the task's own time to stop; a node that is down never answers. */
const MARGIN_MS = 5_000;

/**
 * Removes a service and waits until its tasks have stopped, because only then are their ports, volumes and networks
 * free. The provider waits for those of its own node.
 */
export async function removeService(old: ResourceState, { docker, status }: DockerContext): Promise<void> {
  const running = await liveTasks(old.id, docker);
  await orNothing(docker.getService(inPath(old.id)).remove());
  const deadline = Date.now() + graceMs(old.outputs) + MARGIN_MS;
  let left = running;
  while (left.length > 0 && Date.now() < deadline) {
    status(`stopping ${left.length} task${left.length === 1 ? "" : "s"}`);
    await delay(POLL_MS);
    left = await stillLive(left, docker);
  }
}

async function liveTasks(service: string, docker: Dockerode): Promise<Task[]> {
  const tasks = (await orNothing(tasksOf(service, docker))) ?? [];
  return tasks.filter(isLive);
}

async function stillLive(tasks: readonly Task[], docker: Dockerode): Promise<Task[]> {
  const found = await Promise.all(
    tasks.map(({ ID }) => orNothing(docker.getTask(inPath(ID)).inspect() as Promise<Task>)),
  );
  return found.filter((task): task is Task => task !== undefined && isLive(task));
}

function isLive({ Status }: Task): boolean {
  return (
    Status.ContainerStatus?.ContainerID !== undefined &&
    /^(starting|running|ready|preparing)$/.test(Status.State)
  );
}

function graceMs({ taskSpec }: PropertyMap): number {
  const container = isMap(taskSpec) ? taskSpec.containerSpec : undefined;
  const text = isMap(container) ? textOf(container.stopGracePeriod) : "";
  return (parseGoDuration(text) ?? 0) / 1e6;
}
