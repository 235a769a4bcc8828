import { LabError } from "../../common/lab-error.mjs";
import { waitFor } from "../../common/wait-for.ts";
import { nameOf, offline, readCluster, underReplicated } from "../kafka/partitions.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { lookAtContainer } from "../reach/container-state.ts";

/** A broker that was away fetches what it has missed; on a busy machine that takes a minute. */
const budgetMs = 180_000;

/**
 * Waits until all brokers are registered, and every partition has a leader and all its replicas in sync; or until the
 * broker that is to be replaced is itself what lacks: one that does not run takes nothing away when it goes.
 */
export async function untilInSync(config: LabConfig, replaced?: string): Promise<void> {
  let seen = "";
  const isInSync = async () => {
    if (replaced !== undefined && (await isAway(replaced))) return true;
    seen = await lackOf(config);
    return seen === "";
  };
  if (await waitFor(isInSync, { budgetMs, everyMs: 250, atMostEveryMs: 1_000 })) return;
  throw new LabError(
    `expected all brokers and replicas to be in sync before the next one is replaced, saw ${seen}.`,
    "See which one lags: ./lab doctor. Then go on where it was left: ./lab up",
  );
}

/** Whether it is gone, or stopped. */
export async function isAway(container: string) {
  const { state } = await lookAtContainer(container);
  return state === "missing" || state === "stopped";
}

/** Whether it is gone, which an engine sees only by a refresh. */
export async function isMissing(container: string) {
  return (await lookAtContainer(container)).state === "missing";
}

/** Empty if nothing is lacking. */
async function lackOf(config: LabConfig): Promise<string> {
  const view = await readCluster(config).catch((error: Error) => error);
  if (view instanceof Error) return view.message;
  const away = config.brokers.filter((_, index) => !view.brokers.includes(index + 1));
  if (away.length > 0) return `no registration of ${away.join(", ")}`;
  const [first, ...others] = [...offline(view.partitions), ...underReplicated(view.partitions)];
  return first ? `${others.length + 1} partitions that are not, such as ${nameOf(first)}` : "";
}
