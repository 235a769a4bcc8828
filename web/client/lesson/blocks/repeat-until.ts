import type { Both } from "../../../contract/language.ts";

/** What came of one run. */
export interface Tried {
  /** Why it is not as the lesson says; undefined if it is. */
  readonly said: Both | undefined;
  /** It could not be run at all, so another attempt would not help. */
  readonly isRefused: boolean;
}

interface RepeatParts {
  /** Runs once; gets how often it has been run, this time included. */
  readonly tryOnce: (count: number) => Promise<Tried>;
  readonly isStopped: () => boolean;
  readonly pause: () => Promise<unknown>;
}

/** Runs again until it is as the lesson says, it is refused, or somebody stops it, during the pause as well. */
export async function repeatUntil({ tryOnce, isStopped, pause }: RepeatParts): Promise<Tried> {
  for (let count = 1; ; count += 1) {
    const tried = await tryOnce(count);
    if (tried.said === undefined || tried.isRefused || isStopped()) return tried;
    await pause();
    if (isStopped()) return tried;
  }
}
