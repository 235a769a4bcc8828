import { useCallback, useRef, useState } from "preact/hooks";
import { type Failure, failureFrom } from "./failure.ts";

export interface Asking {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Does something with the server, once at a time, and keeps what went wrong. */
  readonly run: (work: () => Promise<void>) => Promise<void>;
}

export function useAsking(): Asking {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>();
  const busy = useRef(false);
  const run = useCallback(async (work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(failureFrom(error));
    } finally {
      busy.current = false;
      setBusy(false);
    }
  }, []);
  return { isBusy, failure, run };
}
