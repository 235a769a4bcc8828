import { setTimeout as delay } from "node:timers/promises";
import { reasonOf, statusOf } from "./docker-errors.ts";

const SETTLE_MS = 10_000;
const POLL_MS = 100;

/** How to remove something that containers may still use. */
export interface Removal {
  remove(): Promise<unknown>;
  /** Matches Docker's message when it is in use. */
  readonly refusal: RegExp;
  /** The names of the containers that use it. */
  holders(): Promise<string[]>;
  /** The error when they do not go away. */
  explain(holders: string[]): string;
}

/**
 * Removes it, unless it is already gone. If the program uses its name without depending on it, its containers may still
 * be on their way out, so they get some time; any that stay are not the stack's, and the error names them.
 */
export async function removeWhenUnused(removal: Removal, status: (text: string) => void): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    try {
      await removal.remove();
      return;
    } catch (error) {
      if (statusOf(error) === 404) return;
      if (!removal.refusal.test(reasonOf(error))) throw error;
      const holders = await removal.holders();
      if (Date.now() >= deadline) throw new Error(removal.explain(holders), { cause: error });
      status(`still used by ${holders.join(", ")}`);
    }
    await delay(POLL_MS);
  }
}
