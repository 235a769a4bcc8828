import { setTimeout as pause } from "node:timers/promises";

/** How long to ask, and how often: pauses grow by half from `everyMs` up to `atMostEveryMs`. */
export interface WaitOptions {
  readonly budgetMs: number;
  readonly everyMs?: number;
  readonly atMostEveryMs?: number;
}

/** Asks until there is an answer, which is anything but undefined and false; undefined when the time is up. */
export async function waitFor<Answer>(
  ask: () => Promise<Answer | undefined | false> | Answer | undefined | false,
  { budgetMs, everyMs = 200, atMostEveryMs = everyMs }: WaitOptions,
): Promise<Answer | undefined> {
  const deadlineMs = performance.now() + budgetMs;
  for (let waitMs = everyMs; ; waitMs = Math.min(waitMs * 1.5, atMostEveryMs)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadlineMs) return undefined;
    await pause(waitMs);
  }
}
