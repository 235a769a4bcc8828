/** What the user asked for by Ctrl-C: once, to stop when what runs is done; twice, to stop at once. */
export interface Interruption {
  readonly stopping: AbortSignal;
  readonly aborted: AbortSignal;
  dispose(): void;
}

/** Listens for Ctrl-C and SIGTERM; `tell` says what will happen. */
export function watchInterrupts(tell: (text: string) => void): Interruption {
  const stopping = new AbortController();
  const aborted = new AbortController();
  const onSignal = () => {
    if (!stopping.signal.aborted) {
      tell("Stopping: what has begun is finished and saved. Press Ctrl-C again to stop at once.");
      stopping.abort();
      return;
    }
    tell("Stopped at once: the next up or destroy looks into what was under way.");
    aborted.abort();
    process.exit(130);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    stopping: stopping.signal,
    aborted: aborted.signal,
    dispose() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
