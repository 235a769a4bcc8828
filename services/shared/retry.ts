import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

/** Tries until it works or the service stops, because Kafka may come up later than the service. */
export async function retryUntilStopped<Result>(
  what: string,
  task: () => Promise<Result>,
  { log, signal, pauseMs = 100 }: { log: Logger; signal: AbortSignal; pauseMs?: number },
): Promise<Result> {
  let lastReason: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await task();
    } catch (error) {
      const reason = (error as Error).message;
      if (reason !== lastReason) log.warn({ reason }, `${what} failed, trying until it works`);
      lastReason = reason;
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

/** Gives up waiting, not the work itself: for calls that cannot be cancelled. */
export async function withTimeout<Result>(
  what: string,
  work: Promise<Result>,
  timeoutMs: number,
): Promise<Result> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(
    () => timer.reject(new Error(`${what} took longer than ${timeoutMs} ms`)),
    timeoutMs,
  );
  return Promise.race([work, timer.promise]).finally(() => clearTimeout(timeout));
}
