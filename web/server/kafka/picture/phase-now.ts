import { readPhase } from "../../../../lib/migration/phase.ts";
import type { PhaseState } from "../../../contract/kafka.ts";
import type { LabSettings } from "./lab-settings.ts";

/** How far a migration is, as it was last seen. */
export interface PhaseNow {
  readonly now: () => PhaseState | undefined;
  /** Looks in the background, where the last look has ended and is old enough: it asks seven containers. */
  look(settings: LabSettings): void;
}

const EVERY_MS = 3_000;

export function openPhaseNow(look = readPhase): PhaseNow {
  let phase: PhaseState | undefined;
  let isLooking = false;
  let nextMs = 0;
  return {
    now: () => phase,
    look(settings) {
      if (!("config" in settings) || settings.config.migration === "none") phase = undefined;
      else if (!isLooking && performance.now() >= nextMs) {
        isLooking = true;
        void look(settings.config)
          .catch(() => undefined) // what keeps it from an answer is said by what Docker has
          .then((seen) => {
            phase = seen;
            isLooking = false;
            nextMs = performance.now() + EVERY_MS;
          });
      }
    },
  };
}
