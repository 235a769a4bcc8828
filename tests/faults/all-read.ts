import { eventually } from "../support/eventually.ts";
import type { Seen, Traffic } from "./traffic.ts";

/**
 * Waits until all messages acknowledged so far are read, so that repetitions count for the fault that caused them. With
 * the log of a service-b whose network was cut, one message may be missing: the one that service-b gave as its answer,
 * because one reader has one call at a time. Resolves to the number of such messages.
 */
export async function allRead(
  traffic: Pick<Traffic, "unread" | "reads" | "forget">,
  budgetMs: number,
  readLog?: () => Promise<string>,
): Promise<number> {
  const open = new Set(traffic.unread());
  const missing = () => traffic.unread().filter((one) => open.has(one));
  const settled = async () => {
    const [one, ...others] = missing();
    if (one === undefined) return true;
    return readLog && others.length === 0 && wasPassed(one, traffic.reads) && isAnswer(one, await readLog());
  };
  await eventually("all that was acknowledged is read", settled, budgetMs);
  const cutOff = missing();
  for (const one of cutOff) traffic.forget(one);
  return cutOff.length;
}

/** Order is kept within a partition: when a later message was read, this one will not come again. */
function wasPassed({ partition, offset }: Seen, reads: readonly Seen[]): boolean {
  return reads.some((one) => one.partition === partition && one.offset > offset);
}

/** service-b writes a line for each answer that was given to the operating system as a whole. */
function isAnswer({ partition, offset }: Seen, log: string): boolean {
  return new RegExp(`"status":200,.*"partition":${partition},"offset":${offset},`).test(log);
}
