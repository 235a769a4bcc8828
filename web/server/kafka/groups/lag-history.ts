import type { GroupState } from "../../../contract/kafka.ts";
import type { LagHistory } from "../../../contract/kafka-requests.ts";
import { totalLag } from "./read-groups.ts";

/** Ten minutes, one a second. */
const MOST_SAMPLES = 600;
const MOST_GROUPS = 50;
const KEPT_MS = 600_000;
/** A little less than a second, because looks are not on the dot. */
const EVERY_MS = 900;

/** Keeps how far each group was behind, for a while also of groups that are gone. */
export function createLagHistory(mostSamples = MOST_SAMPLES) {
  const groups = new Map<string, LagHistory["samples"][number][]>();

  function forgetOld(nowMs: number): void {
    for (const [name, samples] of groups) {
      while (samples[0] && nowMs - samples[0].atMs > KEPT_MS) samples.shift();
      if (samples.length === 0) groups.delete(name);
    }
  }

  return {
    add(states: readonly GroupState[], nowMs: number): void {
      for (const state of states) {
        const samples = groups.get(state.name) ?? [];
        if (!groups.has(state.name) && groups.size >= MOST_GROUPS) continue;
        groups.set(state.name, samples);
        if (nowMs - (samples.at(-1)?.atMs ?? 0) < EVERY_MS) continue;
        samples.push({ atMs: nowMs, lag: totalLag(state) });
        if (samples.length > mostSamples) samples.shift();
      }
      forgetOld(nowMs);
    },
    of: (name: string): LagHistory => ({ samples: [...(groups.get(name) ?? [])] }),
    clear: () => groups.clear(),
  };
}
