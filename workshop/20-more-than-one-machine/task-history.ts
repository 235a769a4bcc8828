/** A task of a service as a manager remembers it, the oldest first; of each place in a service the last few. */
export interface Task {
  readonly service: string;
  /** Its place in the service, which its successors take over. */
  readonly slot: number;
  readonly node: string | undefined;
  readonly state: string;
  readonly exitCode: number | undefined;
  readonly hasContainer: boolean;
  readonly createdMs: number;
  /** Since when it has been in this state. */
  readonly sinceMs: number;
  /** The same for the tasks of one version of the service. */
  readonly version: string;
}

/** From when to when something went on. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How an engine records a container whose machine lost its power: nobody was there to see how it ended. */
const unseenEnd = 255;

/**
 * When a broker was missing because its host had died: from when the swarm gave the task up, which it does once it misses
 * the node, until the next one ran. A broker that was only restarted, or whose host was drained or cut off, has seen its end.
 */
export function lostHosts(tasks: readonly Task[]): Window[] {
  return tasks
    .filter(({ service, exitCode }) => service.startsWith("kafka") && exitCode === unseenEnd)
    .flatMap((dead) => {
      const [first, ...others] = after(tasks, dead);
      const next = [first, ...others].find((task) => task?.hasContainer && task.node === dead.node);
      if (!first || !next) return [];
      return [{ fromMs: first.createdMs, toMs: next.state === "running" ? next.sinceMs : next.createdMs }];
    });
}

/** When a service was updated, one task after the other: from the first place's first task of a version to the last's. */
export function rollingUpdates(tasks: readonly Task[], service: string): Window[] {
  const own = tasks.filter((task) => task.service === service && task.hasContainer && !hasFailed(task));
  return [...new Set(own.map(({ version }) => version))].flatMap((version) => {
    const ofVersion = own.filter((task) => task.version === version);
    const firsts = [...new Set(ofVersion.map(({ slot }) => slot))].flatMap((place) => {
      const [first] = ofVersion.filter(({ slot }) => slot === place);
      // A place that is added has no former version.
      const replaces = own.some((task) => task.slot === place && task.createdMs < (first?.createdMs ?? 0));
      return first && replaces ? [first.createdMs] : [];
    });
    return firsts.length > 1 ? [{ fromMs: Math.min(...firsts), toMs: Math.max(...firsts) }] : [];
  });
}

/** Whether a version failed, and the place where it did has the version from before again. */
export function wasRolledBack(tasks: readonly Task[], service: string): boolean {
  return tasks
    .filter((task) => task.service === service && hasFailed(task))
    .some((failed) => {
      const before = tasks
        .filter((task) => isSamePlace(task, failed) && task.createdMs < failed.createdMs)
        .findLast(({ version }) => version !== failed.version);
      const next = after(tasks, failed).find(({ version }) => version !== failed.version);
      return before !== undefined && before.version === next?.version;
    });
}

const hasFailed = ({ exitCode, state }: Task) => state === "failed" && exitCode !== unseenEnd;

const isSamePlace = (a: Task, b: Task) => a.service === b.service && a.slot === b.slot;

function after(tasks: readonly Task[], task: Task) {
  return tasks.filter((each) => isSamePlace(each, task) && each.createdMs > task.createdMs);
}
