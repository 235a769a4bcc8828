import { LabError } from "../../common/lab-error.mjs";
import { controllerId, memberName, membersOf } from "../../common/lab-layout.ts";
import type { LabConfig } from "../project/lab-config.ts";
import type { EngineCalls } from "../rolling/engine-calls.ts";
import { isMissing } from "../rolling/in-sync.ts";
import { untilQuorum } from "./quorum.ts";

/**
 * Replaces controllers one at a time, each only when the quorum has a leader that all follow; the active one comes last, so
 * that there is one election and not several.
 */
export async function rollControllers(
  config: LabConfig,
  engine: EngineCalls,
  { members, log }: { members: readonly number[]; log: (line: string) => void },
): Promise<void> {
  const { leaderId } = await requireQuorum(config);
  const isActive = (member: number) => Number(controllerId(member) === leaderId);
  for (const member of members.toSorted((one, other) => isActive(one) - isActive(other))) {
    const name = memberName("controller", member);
    const container = config.controllers[member - 1] ?? name;
    log(`Controller ${controllerId(member)} (${container}):`);
    const targets = [
      engine.urnOf("Controllers", "image", "controller-image"),
      engine.urnOf("Controllers", "container", name),
    ];
    await engine.up(targets, { refresh: await isMissing(container) });
    await requireQuorum(config);
  }
}

/** All of a lab, by their numbers. */
export const controllersOf = ({ controllers }: LabConfig) => membersOf(controllers.length);

async function requireQuorum(config: LabConfig) {
  const quorum = await untilQuorum(config);
  if (quorum) return quorum;
  throw new LabError(
    "expected the controllers to have a leader that all of them follow, saw none.",
    "See: ./lab doctor. Then go on where it was left: ./lab up",
  );
}
