import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { parseGoDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { inPath } from "../calls/api-path.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { textOf } from "../properties/property-access.ts";
import type { FoundService } from "./found-service.ts";
import { complaintsOf, runningCount, type Task, tasksOf } from "./tasks.ts";

const POLL_MS = 300;
/** How soon a manager begins to roll tasks over, if the change needs it. */
const BEGINS_WITHIN_MS = 2_000;
/** Most reasons are the same for every task. */
const SHOWN_REASONS = 3;

/**
 * Waits until all tasks of a service run as the program wants them, if it has a `convergeConfig`; `before` is the service
 * before its update. A rollout that Docker pauses or rolls back fails with Docker's reason, and so does one that takes
 * too long.
 */
export async function convergeAfter(
  id: string,
  { convergeConfig }: PropertyMap,
  before: FoundService | undefined,
  context: DockerContext,
): Promise<void> {
  if (!isMap(convergeConfig)) return;
  const timeout = textOf(convergeConfig.timeout);
  const began = Date.now();
  const limitMs = (parseGoDuration(timeout) ?? 0) / 1e6;
  for (;;) {
    const found = (await context.docker.getService(inPath(id)).inspect()) as FoundService;
    const tasks = await tasksOf(id, context.docker);
    const verdict = judge(found, tasks, before, Date.now() - began);
    if (verdict.failure !== undefined) throw new Error(withReasons(verdict.failure, tasks));
    if (verdict.done) return;
    if (context.signal.aborted) throw new Error(`stopped while waiting for its tasks (${verdict.text})`);
    if (Date.now() - began >= limitMs)
      throw new Error(withReasons(`the service did not converge after ${timeout} (${verdict.text})`, tasks));
    context.status(verdict.text);
    await delay(POLL_MS, undefined, { signal: context.signal }).catch(() => {});
  }
}

/** What the state of a service means for the wait. */
interface Verdict {
  readonly done: boolean;
  readonly text: string;
  readonly failure?: string;
}

function judge(
  found: FoundService,
  tasks: readonly Task[],
  before: FoundService | undefined,
  sinceMs: number,
): Verdict {
  const wanted = found.Spec.Mode.Replicated?.Replicas ?? 0;
  const running = runningCount(tasks);
  const text = `${running} of ${wanted} tasks running`;
  const status = found.UpdateStatus;
  const isRollout = status !== undefined && status.StartedAt !== before?.UpdateStatus?.StartedAt;
  if (!isRollout) {
    // Until then, the tasks that run may still be those of before.
    const mayBegin = before !== undefined && sinceMs < BEGINS_WITHIN_MS;
    return { done: running === wanted && !mayBegin, text };
  }
  const { State = "", Message = "" } = status;
  if (/paused$/.test(State))
    return { done: false, text, failure: `the ${nameOf(State)} is paused: ${Message}` };
  if (State === "rollback_completed")
    return { done: false, text, failure: `the update was rolled back: ${Message}` };
  // Docker may yet roll back what runs: it watches every task for a while.
  const isCertain = State === "completed" || found.Spec.UpdateConfig?.FailureAction !== "rollback";
  const current = runningCount(tasks, (task) => isCurrent(task, found));
  return { done: isCertain && current === wanted, text: `${current} of ${wanted} tasks run anew` };
}

function isCurrent({ Spec }: Task, { Spec: { TaskTemplate } }: FoundService): boolean {
  return (
    isDeepStrictEqual(Spec?.ContainerSpec, TaskTemplate.ContainerSpec) &&
    isDeepStrictEqual(Spec?.Resources, TaskTemplate.Resources) &&
    Spec?.ForceUpdate === TaskTemplate.ForceUpdate
  );
}

function nameOf(state: string): string {
  return state.startsWith("rollback") ? "rollback" : "update";
}

function withReasons(message: string, tasks: readonly Task[]): string {
  const reasons = complaintsOf(tasks).slice(0, SHOWN_REASONS);
  return reasons.length === 0 ? message : `${message}. Its tasks say: ${reasons.join("; ")}`;
}
