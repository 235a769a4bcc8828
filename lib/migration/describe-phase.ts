import type { LabConfig } from "../project/lab-config.ts";
import { type Phase, readPhase } from "./phase.ts";

/** How far a lab is on its way out of ZooKeeper, in one line; undefined where it does not migrate, or is not there. */
export async function describePhase(config: LabConfig): Promise<string | undefined> {
  const phase = await readPhase(config);
  return phase && phaseLine(phase);
}

/** Which controller is active, how many brokers have migrated, what ZooKeeper still holds, and what is next. */
export function phaseLine(phase: Phase): string {
  const { reached, migrated, brokers } = phase;
  return [
    `migration at ${reached}`,
    activeLine(phase),
    `${migrated} of ${brokers} brokers know the controllers`,
    truthLine(phase),
    nextLine(phase),
  ].join("; ");
}

function activeLine({ active }: Phase) {
  if (!active) return "no active controller";
  if (active.kind === "broker") return `active controller: broker ${active.id}`;
  return `active controller: ${active.id}, the others at most ${active.lag} records behind`;
}

function truthLine({ truth }: Phase) {
  switch (truth) {
    case "controllers":
      return "ZooKeeper holds nothing";
    case "copied":
      return "ZooKeeper gets a copy of each change";
    case "zookeeper":
      return "ZooKeeper holds the truth";
    case undefined:
      return "no ZooKeeper answers";
  }
}

function nextLine({ isThere, wanted, next }: Phase) {
  if (!isThere) return `wanted: ${wanted}, by ./lab up`;
  return next ? `next: ./lab config set migration ${next}, then ./lab up` : "nothing is left to do";
}
