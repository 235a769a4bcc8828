type Commit = (offsets: { partition: number; offset: string }[]) => Promise<void>;

/**
 * Commits in the background, one request at a time with the newest offset of each partition: waiting for a commit
 * after every message would halve the speed, and a commit covers all that came before it.
 */
export function createOffsetCommitter(commit: Commit, onError: (error: Error) => void) {
  const pending = new Map<number, bigint>();
  let running: Promise<void> | undefined;

  async function commitPending(): Promise<void> {
    while (pending.size > 0) {
      const taken = [...pending];
      pending.clear();
      try {
        await commit(taken.map(([partition, offset]) => ({ partition, offset: String(offset) })));
      } catch (error) {
        for (const [partition, offset] of taken) if (!pending.has(partition)) pending.set(partition, offset);
        return onError(error as Error);
      }
    }
  }

  /** Everything before `nextOffset` was handed over. */
  function mark(partition: number, nextOffset: bigint): void {
    pending.set(partition, nextOffset);
    void flush();
  }

  /** Resolves when all that was marked is committed, or the commit failed. */
  function flush(): Promise<void> {
    running ??= commitPending().finally(() => {
      running = undefined;
    });
    return running;
  }

  return { mark, flush };
}
