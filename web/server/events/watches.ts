/** Sees how something is; the signal aborts when nobody wants to know any more. */
export type Look<State> = (signal: AbortSignal) => State | Promise<State>;

interface Watch {
  readonly name: string;
  readonly look: Look<unknown>;
  readonly everyMs: number;
  timer: NodeJS.Timeout | undefined;
  isLooking: boolean;
  /** Asked for during a look, which may have seen the time before. */
  isWanted: boolean;
}

/** Looks at all sources while started, each at its own pace. */
export function createWatches(
  keep: (name: string, state: unknown) => void,
  onError: (name: string, error: unknown) => void,
) {
  const all = new Set<Watch>();
  let running: AbortController | undefined;

  async function look(watch: Watch): Promise<void> {
    clearTimeout(watch.timer);
    if (watch.isLooking) {
      watch.isWanted = true;
      return;
    }
    const round = running;
    if (round === undefined || !all.has(watch)) return;
    watch.isLooking = true;
    watch.isWanted = false;
    try {
      const state = await watch.look(round.signal);
      // A late answer is not kept: a newer round may have seen more.
      if (running === round && all.has(watch)) keep(watch.name, state);
    } catch (error) {
      if (!round.signal.aborted) onError(watch.name, error);
    } finally {
      watch.isLooking = false;
    }
    if (running === undefined || !all.has(watch)) return;
    const isDue = watch.isWanted || running !== round;
    watch.timer = setTimeout(() => void look(watch), isDue ? 0 : watch.everyMs);
  }

  return {
    add: (name: string, lookAt: Look<never> | Look<unknown>, everyMs: number): (() => void) => {
      const watch: Watch = {
        name,
        look: lookAt as Look<unknown>,
        everyMs,
        timer: undefined,
        isLooking: false,
        isWanted: false,
      };
      all.add(watch);
      void look(watch);
      return () => {
        all.delete(watch);
        clearTimeout(watch.timer);
      };
    },
    lookNow: (name: string): void => {
      for (const watch of all) if (watch.name === name) void look(watch);
    },
    start: (): void => {
      running ??= new AbortController();
      for (const watch of all) void look(watch);
    },
    stop: (): void => {
      running?.abort();
      running = undefined;
      for (const watch of all) clearTimeout(watch.timer);
    },
  };
}
