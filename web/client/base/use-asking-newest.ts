import { useCallback, useState } from "preact/hooks";
import { type Failure, failureFrom } from "./failure.ts";

/** Asks for what is to be shown: a new question ends the one before. `run` returns what ends it, for an effect. */
export function useAskingNewest() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>();
  const run = useCallback((work: (signal: AbortSignal) => Promise<void>): (() => void) => {
    const abort = new AbortController();
    const { signal } = abort;
    setBusy(true);
    setFailure(undefined);
    work(signal)
      .catch((error: unknown) => {
        if (!signal.aborted) setFailure(failureFrom(error));
      })
      .finally(() => {
        if (!signal.aborted) setBusy(false);
      });
    return () => abort.abort();
  }, []);
  return { isBusy, failure, run };
}
