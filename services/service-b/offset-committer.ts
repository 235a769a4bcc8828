import { setTimeout as sleep } from "node:timers/promises";

type Options = { pauseMs: number; onError: (error: Error) => void };

/**
 * Commits in the background, one request at a time with a short pause between: waiting for a commit after every
 * message would cost most of the speed, and a commit covers all that was handed over before it.
 */
export function createOffsetCommitter({ pauseMs, onError }: Options) {
  let running: Promise<void> | undefined;
  let again = false;

  async function commitWhileNeeded(commit: () => Promise<void>): Promise<void> {
    do {
      again = false;
      await commit().catch(onError);
      if (again) await sleep(pauseMs);
    } while (again);
    running = undefined;
  }

  /** Resolves when everything handed over before this call is committed, or the commit failed. */
  function commitSoon(commit: () => Promise<void>): Promise<void> {
    if (running) again = true;
    running ??= commitWhileNeeded(commit);
    return running;
  }

  return { commitSoon, idle: () => running ?? Promise.resolve() };
}
