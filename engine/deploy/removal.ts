import type { Resource } from "../model/checkpoint.ts";
import { isDefaultProvider, isProviderType, nameOf } from "../model/urn.ts";
import { dependentsOf, inDeletionOrder, sortForDeletion } from "./deletion-order.ts";
import { isTarget, type Session, unknownTargets } from "./session.ts";
import { deleteStep } from "./steps.ts";

/**
 * Deletes what the program no longer registers, and what was superseded; answers what went wrong. With targets that
 * is only what they are and what depends on them, and the latter has to be asked for.
 */
export async function removeUnregistered(session: Session): Promise<string[]> {
  const { resources, unsettled } = session.snapshot;
  if (session.targets.size === 0) return removeAll(session, unneeded(unsettled, resources));
  const targets = resources.filter((item) => isTarget(session, item.urn));
  const reach = new Set([...targets, ...dependentsOf(targets, resources)]);
  const unregistered = unneeded(
    unsettled.filter((item) => reach.has(item)),
    resources,
  );
  const unasked = session.targetDependents ? [] : unregistered.filter((item) => !isTarget(session, item.urn));
  if (unasked.length === 0) return removeAll(session, unregistered);
  return refuseDependents(session, unregistered, unasked);
}

/** Deletes everything, or the targets; if asked for with them, also what depends on them. */
export async function destroyAll(session: Session): Promise<string[]> {
  const all = session.snapshot.resources;
  if (session.targets.size === 0) return removeAll(session, all);
  const unknown = unknownTargets(session);
  for (const error of unknown) session.observer.message("error", error, "");
  const targets = all.filter((item) => session.targets.has(item.urn));
  const dependents = dependentsOf(targets, all);
  const doomed = [...targets, ...dependents];
  for (const item of all) {
    if (!doomed.includes(item) && !isDefaultProvider(item.urn))
      session.observer.planned({ op: "same", urn: item.urn });
  }
  const isAsked = session.targetDependents || dependents.length === 0;
  const errors = await (isAsked ? removeAll(session, doomed) : refuseDependents(session, doomed, dependents));
  return [...unknown, ...errors];
}

function refuseDependents(
  session: Session,
  doomed: readonly Resource[],
  dependents: readonly Resource[],
): string[] {
  for (const { urn } of sortForDeletion(doomed)) session.observer.planned({ op: "delete", urn });
  const errors = dependents.map(
    ({ urn }) => `Resource '${urn}' will be destroyed but was not specified in --target list.`,
  );
  for (const error of errors) session.observer.message("error", error, "");
  return errors;
}

async function removeAll(session: Session, resources: readonly Resource[]): Promise<string[]> {
  const errors: string[] = [];
  const guarded = new Set(resources.filter((item) => item.protect && !item.delete));
  const needed = neededBy(guarded, resources);
  const kept = new Set([...guarded, ...needed]);
  const refused = new Set([...guarded].filter((item) => !needed.includes(item)));
  for (const item of sortForDeletion(resources)) {
    if (kept.has(item) && !refused.has(item)) continue;
    if (!item.delete && !item.pendingReplacement && !isDefaultProvider(item.urn))
      session.observer.planned({ op: item.external ? "discard" : "delete", urn: item.urn });
  }
  for (const item of refused) {
    const error = protectedMessage(item);
    session.observer.message("error", error, item.urn);
    errors.push(error);
  }
  const reached = new Set<Resource>();
  await inDeletionOrder(resources, async (item) => {
    if (kept.has(item)) return false;
    reached.add(item);
    const gone = await deleteStep(session, withoutDoomedParent(item, resources));
    if (!gone && !session.stopping.aborted) errors.push(`${item.urn} could not be deleted`);
    return gone;
  });
  for (const item of resources) if (!reached.has(item)) session.observer.skipped(item.urn);
  return errors;
}

/** What goes with the resource it lives in (`deletedWith`) needs no call of its own. */
function withoutDoomedParent(item: Resource, doomed: readonly Resource[]): Resource {
  const goesAlong = item.deletedWith !== undefined && doomed.some((other) => other.urn === item.deletedWith);
  if (goesAlong) item.retainOnDelete = true;
  return item;
}

function neededBy(roots: ReadonlySet<Resource>, all: readonly Resource[]): Resource[] {
  return all.filter((item) => dependentsOf([item], all).some((dependent) => roots.has(dependent)));
}

/** Default providers go last, and only when nothing uses them any more. */
function unneeded(unregistered: readonly Resource[], all: readonly Resource[]): Resource[] {
  return unregistered.filter(
    (item) =>
      !isProviderType(item.type) ||
      !all.some((other) => !unregistered.includes(other) && other.provider === `${item.urn}::${item.id}`),
  );
}

function protectedMessage(item: Resource): string {
  return `resource "${item.urn}" cannot be deleted because it is protected. Take \`protect\` off "${nameOf(item.urn)}" in the program and run \`up\`, then try again.`;
}
