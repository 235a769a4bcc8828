import type Dockerode from "dockerode";
import type { FoundTask } from "./found-service.ts";

/** What is read of a task: one attempt to run one container of a service on some node. */
export interface Task {
  readonly ID: string;
  readonly Slot?: number;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly UpdatedAt?: string;
  readonly Spec?: FoundTask;
  readonly Status: {
    readonly State: string;
    readonly Err?: string;
    readonly Message?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number };
  };
}

/** The tasks of a service, those of the past included. */
export async function tasksOf(service: string, docker: Dockerode): Promise<Task[]> {
  const filters = JSON.stringify({ service: [service] });
  return (await docker.listTasks({ filters } as object)) as Task[];
}

/** How many of a service's tasks run as they should; `current` tells those of the present description. */
export function runningCount(tasks: readonly Task[], current: (task: Task) => boolean = () => true): number {
  const wanted = tasks.filter(
    (task) => task.DesiredState === "running" && task.Status.State === "running" && current(task),
  );
  return new Set(wanted.map(({ Slot, NodeID }) => Slot ?? NodeID)).size;
}

/** Why tasks do not run, each reason once, the newest first; empty when Docker says nothing. */
export function complaintsOf(tasks: readonly Task[]): string[] {
  const newest = [...tasks].sort((one, other) => (other.UpdatedAt ?? "").localeCompare(one.UpdatedAt ?? ""));
  return [...new Set(newest.map(({ Status }) => Status.Err ?? "").filter((reason) => reason !== ""))];
}
