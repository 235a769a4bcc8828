type Options = { pauseMs: number; onError: (error: Error) => void };

/**
 * Commits in the background, one request at a time with a short pause between them, because waiting for a commit after
 * every message would cost most of the speed, and a commit covers all that was handed over before it.
 */
export function createOffsetCommitter({ pauseMs, onError }: Options) {
  let running: Promise<void> | undefined;
  let again = false;
  let hurry = false;
  let endPause = () => {};

  async function commitWhileNeeded(commit: () => Promise<void>): Promise<void> {
    do {
      again = false;
      await commit().catch(onError);
      if (again && !hurry) await pause();
    } while (again);
    running = undefined;
    hurry = false;
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Messages handed over before this call will be committed shortly. */
  function commitSoon(commit: () => Promise<void>): void {
    if (running) again = true;
    running ??= commitWhileNeeded(commit);
  }

  /** Resolves when everything handed over is committed, or the commit failed. */
  function flush(): Promise<void> {
    if (!running) return Promise.resolve();
    hurry = true;
    endPause();
    return running;
  }

  return { commitSoon, flush };
}
