import { askHosts } from "../../lib/hosts/ask-hosts.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { readSwarm, type SwarmView } from "../../lib/swarm/read-swarm.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { openTraffic } from "../traffic/record.ts";
import type { Task, Window } from "./task-history.ts";

/** What a manager answers about tasks and services, as far as it is read here. */
interface TaskAnswer {
  readonly CreatedAt: string;
  readonly NodeID?: string;
  readonly ServiceID: string;
  readonly Slot?: number;
  readonly Spec: {
    readonly ContainerSpec: { readonly Image: string; readonly Env?: string[] };
    readonly ForceUpdate?: number;
  };
  readonly Status: {
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number };
    readonly State: string;
    readonly Timestamp: string;
  };
}

/** The swarm, and what its managers remember of its tasks; undefined where no host answers as a manager. */
export async function lookAtSwarm(
  lab: Pick<WorkshopLab, "stack">,
): Promise<(SwarmView & { readonly tasks: readonly Task[] }) | undefined> {
  const get = await askHosts();
  const view = get && (await readSwarm(readLabConfig(lab.stack), get));
  if (!get || !view) return undefined;
  const [nodes, services, tasks] = await Promise.all([get("/nodes"), get("/services"), get("/tasks")]);
  const nodeNames = new Map<string, string>(
    nodes.body.map((node: { ID: string; Description: { Hostname: string } }) => [
      node.ID,
      node.Description.Hostname,
    ]),
  );
  const serviceNames = new Map<string, string>(
    services.body.map((service: { ID: string; Spec: { Name: string } }) => [service.ID, service.Spec.Name]),
  );
  return { ...view, tasks: tasksOf(tasks.body, nodeNames, serviceNames) };
}

function tasksOf(
  answers: readonly TaskAnswer[],
  nodes: ReadonlyMap<string, string>,
  services: ReadonlyMap<string, string>,
): Task[] {
  return answers
    .map(({ CreatedAt, NodeID, ServiceID, Slot, Spec, Status }) => ({
      service: services.get(ServiceID) ?? "",
      slot: Slot ?? 0,
      node: nodes.get(NodeID ?? ""),
      state: Status.State,
      exitCode: Status.ContainerStatus?.ExitCode,
      hasContainer: Boolean(Status.ContainerStatus?.ContainerID),
      createdMs: Date.parse(CreatedAt),
      sinceMs: Date.parse(Status.Timestamp),
      version: JSON.stringify([Spec.ContainerSpec.Image, Spec.ContainerSpec.Env, Spec.ForceUpdate]),
    }))
    .toSorted((a, b) => a.createdMs - b.createdMs);
}

/** How many orders were acknowledged in the best of these times. */
export function mostAcknowledgedIn(lab: Pick<WorkshopLab, "dir">, windows: readonly Window[]): number {
  const { acknowledged } = openTraffic(lab).read();
  const within = ({ fromMs, toMs }: Window) =>
    acknowledged.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).length;
  return Math.max(0, ...windows.map(within));
}
