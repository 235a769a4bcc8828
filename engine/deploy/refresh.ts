import type { Resource } from "../model/checkpoint.ts";
import type { Step } from "../model/observer.ts";
import { equal, hasSecret, markSecrets } from "../model/property-values.ts";
import type { Diff, DiffKind, PropertyMap, ResourceState } from "../model/resource-type.ts";
import { isProviderType } from "../model/urn.ts";
import { withoutDangling } from "./dangling.ts";
import { shown } from "./goal.ts";
import { contextFor, isTarget, type Session, stateOf, typeFor, unknownTargets } from "./session.ts";
import { messageOf } from "./steps.ts";

/**
 * Reads what is really there and writes it into the state; changes nothing in Docker. As an operation of its own it
 * reports what has drifted; before an `up`, whose plan shows the consequences, it reports only that it looked.
 */
export async function refreshState(session: Session, before: "itself" | "up"): Promise<string[]> {
  const errors = before === "itself" ? unknownTargets(session) : [];
  for (const error of errors) session.observer.message("error", error, "");
  if (errors.length > 0) return errors;
  const { snapshot } = session;
  const resources = snapshot.unsettled.filter(
    (item) => !isProviderType(item.type) && isTarget(session, item.urn),
  );
  await Promise.all(
    resources.map(async (resource) => {
      try {
        await refreshOne(session, resource, before);
      } catch (error) {
        errors.push(`${resource.urn}: ${messageOf(error)}`);
      }
    }),
  );
  const left = snapshot.unsettled;
  withoutDangling(left).forEach((repaired, index) => {
    snapshot.exchange(left[index] as Resource, repaired);
  });
  snapshot.save();
  return errors;
}

async function refreshOne(session: Session, resource: Resource, before: "itself" | "up"): Promise<void> {
  const { observer, snapshot } = session;
  const { urn } = resource;
  if (!resource.custom || resource.pendingReplacement) {
    observer.planned({ op: "refresh", urn });
    return;
  }
  const real = await readReality(session, resource);
  if (real === undefined) {
    observer.planned({ op: before === "up" ? "refresh" : "delete", urn });
    snapshot.remove(resource);
    return;
  }
  const { found, outputs, step } = real;
  observer.planned(before === "itself" ? step : { op: "refresh", urn });
  const { initErrors: _, ...rest } = resource;
  // A resource that was only read has no inputs, because the program did not give any.
  const inputs = resource.external ? {} : { inputs: markSecrets(found.inputs, resource.inputs ?? {}) };
  snapshot.exchange(resource, { ...rest, id: found.id, ...inputs, outputs });
}

/** What is really there of one resource. */
export interface Reality {
  readonly found: ResourceState;
  /** Those of `found`, with secrets marked. */
  readonly outputs: PropertyMap;
  /** How a refresh reports it. */
  readonly step: Step;
}

/** Looks at what is there of a resource that the state remembers, and changes nothing; undefined if it is gone. */
export async function readReality(session: Session, resource: Resource): Promise<Reality | undefined> {
  const found = await readState(session, resource);
  if (found === undefined) return undefined;
  const outputs = markSecrets(found.outputs, resource.inputs ?? {}, secretOutputsOf(resource));
  const step = resource.external ? externalStep(resource, outputs) : ownStep(session, resource, found);
  return { found, outputs, step };
}

async function readState(session: Session, resource: Resource): Promise<ResourceState | undefined> {
  const known = stateOf(resource);
  const reporter = session.observer.began(resource.urn, "reading");
  const context = contextFor(session, resource, reporter);
  try {
    const found = await session.limit(() => typeFor(session, resource.type).read(known.id, known, context));
    reporter.done();
    return found;
  } catch (error) {
    reporter.failed(messageOf(error));
    throw error;
  }
}

function externalStep({ urn, outputs }: Resource, found: PropertyMap): Step {
  return { op: equal(outputs, found) ? "refresh" : "update", urn };
}

function ownStep(session: Session, resource: Resource, found: ResourceState): Step {
  const { urn } = resource;
  const { inputs } = stateOf(resource);
  const drift = typeFor(session, resource.type).diff(found, inputs);
  if (!drift.changed) return { op: "refresh", urn };
  const detailedDiff = inverted(drift);
  const newInputs = shown(markSecrets(found.inputs, resource.inputs ?? {}));
  return { op: "update", urn, detailedDiff, oldInputs: shown(resource.inputs), newInputs };
}

/** Secret outputs, including those that the program no longer marks: a refresh does not reveal a secret. */
export function secretOutputsOf({ outputs = {}, additionalSecretOutputs = [] }: Resource): string[] {
  return [...additionalSecretOutputs, ...Object.keys(outputs).filter((key) => hasSecret(outputs[key]))];
}

/** The diff leads from what is there to what was wanted; a refresh reports what happened, the other way round. */
function inverted(drift: Diff): Diff["detailed"] {
  const inverse: Partial<Record<DiffKind, DiffKind>> = {
    add: "delete",
    delete: "add",
    "add-replace": "delete-replace",
    "delete-replace": "add-replace",
  };
  return Object.fromEntries(
    Object.entries(drift.detailed).map(([path, { kind, inputDiff }]) => [
      path,
      { kind: inverse[kind] ?? kind, inputDiff },
    ]),
  );
}
