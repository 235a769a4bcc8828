/** The signals of Ctrl-C: once, stop when the running steps are done; twice, stop at once. */
export interface Interruption {
  readonly stopping: AbortSignal;
  readonly aborted: AbortSignal;
  dispose(): void;
}

/** Listens for Ctrl-C and SIGTERM; `warn` gets what will happen. */
export function watchInterrupts(warn: (text: string) => void): Interruption {
  const stopping = new AbortController();
  const aborted = new AbortController();
  const onSignal = () => {
    if (!stopping.signal.aborted) {
      warn("Stopping: what has begun is finished and saved. Press Ctrl-C again to stop at once.");
      stopping.abort();
      return;
    }
    warn("Stopped at once: the next up or destroy looks into what was under way.");
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
