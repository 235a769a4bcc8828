import type { Resource } from "../model/checkpoint.ts";
import { isDefaultProvider, isProviderType, nameOf } from "../model/urn.ts";
import { dependentsOf, inDeletionOrder, sortForDeletion } from "./deletion-order.ts";
import { isTarget, type Session, unknownTargets } from "./session.ts";
import { deleteStep } from "./steps.ts";

/**
 * Deletes what the program no longer registers, and what was superseded; returns what went wrong. With targets it deletes
 * only these and what depends on them, and the latter only on request.
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
  const unrequested = session.targetDependents
    ? []
    : unregistered.filter((item) => !isTarget(session, item.urn));
  if (unrequested.length === 0) return removeAll(session, unregistered);
  return refuseDependents(session, unregistered, unrequested);
}

/** Deletes everything, or the targets and, on request, what depends on them. */
export async function destroyAll(session: Session): Promise<string[]> {
  const all = session.snapshot.resources;
  if (session.targets.size === 0) return removeAll(session, all);
  const unknown = unknownTargets(session);
  for (const error of unknown) session.observer.message("error", error, "");
  const targets = all.filter((item) => session.targets.has(item.urn));
  const dependents = dependentsOf(targets, all);
  const toDelete = [...targets, ...dependents];
  for (const item of all) {
    if (!toDelete.includes(item) && !isDefaultProvider(item.urn))
      session.observer.planned({ op: "same", urn: item.urn });
  }
  const isRequested = session.targetDependents || dependents.length === 0;
  const errors = await (isRequested
    ? removeAll(session, toDelete)
    : refuseDependents(session, toDelete, dependents));
  return [...unknown, ...errors];
}

function refuseDependents(
  session: Session,
  toDelete: readonly Resource[],
  dependents: readonly Resource[],
): string[] {
  for (const { urn } of sortForDeletion(toDelete)) session.observer.planned({ op: "delete", urn });
  const errors = dependents.map(
    ({ urn }) => `Resource '${urn}' will be destroyed but was not specified in --target list.`,
  );
  for (const error of errors) session.observer.message("error", error, "");
  return errors;
}

async function removeAll(session: Session, resources: readonly Resource[]): Promise<string[]> {
  const errors: string[] = [];
  const protectedItems = new Set(resources.filter((item) => item.protect && !item.delete));
  const needed = neededBy(protectedItems, resources);
  const kept = new Set([...protectedItems, ...needed]);
  const refused = new Set([...protectedItems].filter((item) => !needed.includes(item)));
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
    const gone = await deleteStep(session, retainedIfDeletedWith(item, resources));
    if (!gone && !session.stopping.aborted) errors.push(`${item.urn} could not be deleted`);
    return gone;
  });
  for (const item of resources) if (!reached.has(item)) session.observer.skipped(item.urn);
  return errors;
}

/** A resource that disappears with the one it lives in (`deletedWith`) needs no call of its own. */
function retainedIfDeletedWith(item: Resource, toDelete: readonly Resource[]): Resource {
  const goesAlong =
    item.deletedWith !== undefined && toDelete.some((other) => other.urn === item.deletedWith);
  if (goesAlong) item.retainOnDelete = true;
  return item;
}

function neededBy(roots: ReadonlySet<Resource>, all: readonly Resource[]): Resource[] {
  return all.filter((item) => dependentsOf([item], all).some((dependent) => roots.has(dependent)));
}

/** Providers are deleted only when nothing that stays uses them. */
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
