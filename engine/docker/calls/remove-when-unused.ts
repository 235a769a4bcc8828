import { setTimeout as passes } from "node:timers/promises";
import { reasonOf, statusOf } from "./docker-errors.ts";

const SETTLE_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** How to remove something that containers may still use. */
export interface Removal {
  remove(): Promise<unknown>;
  /** What Docker's refusal says where it is in use. */
  readonly refusal: string;
  /** The names of those who use it. */
  holders(): Promise<string[]>;
  /** What to tell where they stay. */
  explain(holders: string[]): string;
}

/**
 * Removes what is there, or is gone already. Containers that use it may be on their way out, if the program names it
 * without depending on it, so they get a moment; those that stay are others', and are told by name.
 */
export async function removeWhenUnused(removal: Removal, status: (text: string) => void): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    try {
      await removal.remove();
      return;
    } catch (error) {
      if (statusOf(error) === 404) return;
      if (!reasonOf(error).includes(removal.refusal)) throw error;
      const holders = await removal.holders();
      if (Date.now() >= deadline) throw new Error(removal.explain(holders), { cause: error });
      status(`still used by ${holders.join(", ")}`);
    }
    await passes(LOOK_EVERY_MS);
  }
}
