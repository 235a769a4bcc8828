/**
 * Runs the consuming loops of one consumer, one a partition, and keeps it in its group meanwhile: kafkajs sends no
 * heartbeat while a message waits for a reader. When one fails, most often because the group rebalances, all loops
 * must let go, and kafkajs must hear of it: swallowed, the group would rebalance for ever.
 */
export function createSession(heartbeatIntervalMs: number) {
  let interruption = new AbortController();
  let loops = 0;
  let ended = false;

  async function run(
    heartbeat: () => Promise<void>,
    loop: (stop: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (loops === 0 && !ended) interruption = new AbortController();
    const current = interruption;
    const beat = () => void heartbeat().catch((error) => current.abort(error));
    const pulse = setInterval(beat, heartbeatIntervalMs);
    loops++;
    try {
      await loop(current.signal);
    } finally {
      loops--;
      clearInterval(pulse);
    }
    if (current.signal.aborted && !ended) throw current.signal.reason;
  }

  /** Makes all loops let go, for good. */
  function end(): void {
    ended = true;
    interruption.abort();
  }

  return { run, end };
}
