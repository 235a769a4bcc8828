import type { Both } from "./language.ts";

export interface DrillState {
  /** Without its name, which would give the fault away. */
  readonly drawn:
    | {
        readonly level: 1 | 2 | 3;
        readonly sinceMs: number;
        readonly hints: number;
        readonly symptom: Both;
      }
    | undefined;
  /** The last one, once it is over: repaired, or given up. */
  readonly ended:
    | {
        readonly name: string;
        readonly level: 1 | 2 | 3;
        readonly explanation: Both;
        readonly repaired: DrillRepair | undefined;
      }
    | undefined;
}

/**
 * What the page asks about drills, below `/api`; the one under way is the state `drill`. It is drawn, checked and given
 * up by the commands of `./lab`, in the terminal.
 */
export interface DrillRequests {
  /** The easiest first. */
  "GET /drills": { answer: readonly DrillEntry[] };
  /** `?lang=`: a repair in a few lines, to show to others; they name neither the drill nor the learner. */
  "GET /drills/:name/result": { answer: { readonly text: string } };
}

export interface DrillEntry {
  readonly name: string;
  readonly level: 1 | 2 | 3;
  /** The last repair, and the fastest one. */
  readonly repaired: DrillRepair | undefined;
  readonly bestSeconds: number | undefined;
}

export interface DrillRepair {
  readonly seconds: number;
  readonly hints: number;
}
