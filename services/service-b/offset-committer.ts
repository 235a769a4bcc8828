/**
 * Commits in the background, one request at a time: waiting for a commit after every message would cost most of the
 * speed, and a commit covers all that was handed over before it.
 */
export function createOffsetCommitter(onError: (error: Error) => void) {
  let running: Promise<void> | undefined;
  let again = false;

  async function commitWhileNeeded(commit: () => Promise<void>): Promise<void> {
    do {
      again = false;
      await commit().catch(onError);
    } while (again);
    running = undefined;
  }

  /** Resolves when everything handed over before this call is committed, or the commit failed. */
  function commitSoon(commit: () => Promise<void>): Promise<void> {
    if (running) again = true;
    running ??= commitWhileNeeded(commit);
    return running;
  }

  return { commitSoon };
}
