import type { Resource } from "./checkpoint.ts";
import { withoutDangling } from "./dangling.ts";
import { hasSecret, markSecrets } from "./property-values.ts";
import type { Diff, DiffKind } from "./resource-type.ts";
import { contextFor, isTarget, type Session, stateOf, typeFor, unknownTargets } from "./session.ts";
import { messageOf } from "./steps.ts";
import { isProviderType } from "./urn.ts";

/**
 * Reads what is really there and writes it into the state; nothing in Docker is touched. Called for itself it
 * reports what had drifted; before an `up`, whose plan will show what that leads to, it reports only that it looked.
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
  withoutDangling(left).forEach((mended, index) => {
    snapshot.exchange(left[index] as Resource, mended);
  });
  snapshot.save();
  return errors;
}

async function refreshOne(session: Session, resource: Resource, before: "itself" | "up"): Promise<void> {
  const { observer, snapshot } = session;
  if (!resource.custom || resource.external || resource.pendingReplacement) {
    observer.planned({ op: "refresh", urn: resource.urn });
    return;
  }
  const type = typeFor(resource.type);
  const known = stateOf(resource);
  const reporter = observer.began(resource.urn, "reading");
  const found = await session
    .limit(() => type.read(known.id, known, contextFor(session, resource, reporter)))
    .catch((error) => {
      reporter.failed(messageOf(error));
      throw error;
    });
  reporter.done();
  if (found === undefined) {
    observer.planned({ op: before === "up" ? "refresh" : "delete", urn: resource.urn });
    snapshot.remove(resource);
    return;
  }
  const drift = type.diff(found, known.inputs);
  const changed = drift.changed && before === "itself";
  observer.planned(
    changed
      ? {
          op: "update",
          urn: resource.urn,
          detailedDiff: seenFromState(drift),
          oldInputs: known.inputs,
          newInputs: found.inputs,
        }
      : { op: "refresh", urn: resource.urn },
  );
  const inputs = markSecrets(found.inputs, resource.inputs ?? {});
  const outputs = markSecrets(found.outputs, resource.inputs ?? {}, secretOutputsOf(resource));
  const { initErrors: _, ...rest } = resource;
  snapshot.exchange(resource, { ...rest, id: found.id, inputs, outputs });
}

/** What was secret stays so, also where nothing asks for it any more: reading is no reason to tell it. */
export function secretOutputsOf({ outputs = {}, additionalSecretOutputs = [] }: Resource): string[] {
  return [...additionalSecretOutputs, ...Object.keys(outputs).filter((key) => hasSecret(outputs[key]))];
}

/** The diff says how to get from what is there to what was wanted; a refresh tells what happened, the other way round. */
function seenFromState(drift: Diff): Diff["detailed"] {
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
