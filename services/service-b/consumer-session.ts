/** Times in milliseconds; after `silenceMs` without a heartbeat that was answered, the group has dropped us. */
type Options = { heartbeatIntervalMs: number; silenceMs: number };

/**
 * Runs the consuming loops of one consumer, one a partition, and keeps it in its group meanwhile, because kafkajs sends
 * no heartbeat while a message waits for a reader. When a heartbeat fails, most often because the group rebalances, all
 * loops must stop, and kafkajs must get the error: without it, the group would rebalance for ever.
 */
export function createSession({ heartbeatIntervalMs, silenceMs }: Options) {
  let interruption = new AbortController();
  let lastAnswerAt = performance.now();
  let loops = 0;
  let ended = false;

  async function run(
    heartbeat: () => Promise<void>,
    loop: (stop: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (loops === 0 && !ended) interruption = new AbortController();
    const current = interruption;
    const beat = async () => {
      try {
        await heartbeat();
        // Without a member id kafkajs silently sends no heartbeat. Readers are refused by now, so the loop would wait
        // for one, kafkajs would wait for the loop before it joins again, and both would wait for ever.
        if (performance.now() - lastAnswerAt > silenceMs) throw notAMember();
      } catch (error) {
        current.abort(error);
      }
    };
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

  /** A heartbeat was answered. */
  function alive(): void {
    lastAnswerAt = performance.now();
  }

  /** Stops all loops, for good. */
  function end(): void {
    ended = true;
    interruption.abort();
  }

  return { run, alive, end };
}

// Kafka's own error: kafkajs then joins at once, whereas after any other error it retries the same loop for seconds.
function notAMember(): Error {
  return Object.assign(new Error("out of the group unnoticed"), { type: "UNKNOWN_MEMBER_ID" });
}
