import { randomUUID } from "node:crypto";
import type { Resource } from "../model/checkpoint.ts";
import { equal } from "../model/property-values.ts";
import type { Registration } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { carryOver, goalOf } from "./goal.ts";
import type { Session } from "./session.ts";

/** Settles a component, or the stack itself: it groups others and does not exist in Docker. */
export function settleComponent(
  session: Session,
  urn: string,
  registration: Registration,
  old: Resource | undefined,
): Resource {
  const goal = goalOf(urn, registration, undefined, registration.inputs);
  announce(session, urn, goal.inputs ?? {}, old);
  if (old === undefined) return settle(session, goal, old);
  const { outputs, ...rest } = carryOver(goal, old);
  // When its inputs change, its outputs are dropped until it registers them again.
  const stays = equal(old.inputs ?? {}, goal.inputs ?? {}) && outputs !== undefined;
  return settle(session, stays ? { ...rest, outputs } : rest, old);
}

/** Settles an explicit provider: configuration for the resources that use it. */
export function settleProvider(
  session: Session,
  urn: string,
  registration: Registration,
  old: Resource | undefined,
): Resource {
  session.providers.refuseForeign(registration.type);
  const version = registration.version === "" ? {} : { version: registration.version };
  const inputs = { ...session.providers.checkedInputs(urn, registration.inputs), ...version };
  announce(session, urn, inputs, old);
  const goal = goalOf(urn, registration, undefined, inputs);
  return settle(session, { ...goal, id: old?.id ?? randomUUID(), outputs: inputs }, old);
}

/** Keeps the state of a resource that is not among the targets; one without a state is not made. */
export function keepAsIs(
  session: Session,
  urn: string,
  registration: Registration,
  old: Resource | undefined,
): Resource {
  session.observer.planned({ op: "same", urn });
  if (old === undefined) return goalOf(urn, registration, undefined, registration.inputs);
  return settle(session, { ...old, urn }, old);
}

function announce(session: Session, urn: string, inputs: PropertyMap, old: Resource | undefined): void {
  const changed = old !== undefined && !equal(old.inputs ?? {}, inputs);
  session.observer.planned({ op: old === undefined ? "create" : changed ? "update" : "same", urn });
}

function settle(session: Session, resource: Resource, old: Resource | undefined): Resource {
  session.snapshot.settle(resource, old);
  return resource;
}
