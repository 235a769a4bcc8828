import type { Resource } from "../model/checkpoint.ts";

/** Whether `dependent` cannot outlive `needed`: by dependency, as a child, by its provider, or by `deletedWith`. */
export function dependsOn(dependent: Resource, needed: Resource): boolean {
  const { urn } = needed;
  return (
    dependent.dependencies?.includes(urn) === true ||
    Object.values(dependent.propertyDependencies ?? {}).some((urns) => urns.includes(urn)) ||
    dependent.parent === urn ||
    dependent.deletedWith === urn ||
    dependent.provider === `${urn}::${needed.id}`
  );
}

/** Every resource that directly or indirectly depends on `roots`, without the roots themselves. */
export function dependentsOf(roots: readonly Resource[], all: readonly Resource[]): Resource[] {
  const found = new Set(roots);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const resource of all) {
      if ([...found].some((needed) => needed !== resource && dependsOn(resource, needed)))
        found.add(resource);
    }
  }
  return [...found].filter((resource) => !roots.includes(resource));
}

/**
 * Runs `remove` over `resources`, everything that depends on a resource before the resource itself; resources that do
 * not depend on one another are removed at the same time. When a removal answers false, what it depended on stays.
 */
export async function inDeletionOrder(
  resources: readonly Resource[],
  remove: (resource: Resource) => Promise<boolean>,
): Promise<void> {
  const removals = new Map<Resource, Promise<boolean>>();
  const removalOf = (resource: Resource): Promise<boolean> => {
    const removal = removals.get(resource) ?? removeAfter(resource);
    removals.set(resource, removal);
    return removal;
  };
  const removeAfter = async (resource: Resource): Promise<boolean> => {
    await Promise.resolve(); // so that the promise is in the map before its dependents are looked up
    const dependents = resources.filter((other) => other !== resource && dependsOn(other, resource));
    const gone = await Promise.all(dependents.map(removalOf));
    return gone.every(Boolean) && remove(resource);
  };
  await Promise.all(resources.map(removalOf));
}

/** The same order as a list, dependents first, for a plan. */
export function sortForDeletion(resources: readonly Resource[]): Resource[] {
  const sorted: Resource[] = [];
  const visit = (resource: Resource) => {
    if (sorted.includes(resource)) return;
    for (const other of resources) if (other !== resource && dependsOn(other, resource)) visit(other);
    sorted.push(resource);
  };
  for (const resource of [...resources].reverse()) visit(resource);
  return sorted;
}
