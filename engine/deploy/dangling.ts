import type { Resource } from "../model/checkpoint.ts";

/**
 * The resources that a refresh leaves, without references to those it found gone: nothing can depend on them, whether it
 * is a target or not. Properties that depend on nothing are dropped, too; the next update notes them again, and the parent.
 */
export function withoutDangling(resources: readonly Resource[]): Resource[] {
  const left = new Set(resources.map(({ urn }) => urn));
  const before = new Set<string>();
  return resources.map((resource) => {
    const { dependencies = [], propertyDependencies = {}, deletedWith, parent, ...rest } = resource;
    const kept = dependencies.filter((urn) => before.has(urn));
    const byProperty = Object.entries(propertyDependencies)
      .map(([name, urns]) => [name, urns.filter((urn) => before.has(urn))] as const)
      .filter(([, urns]) => urns.length > 0);
    const goesWith = deletedWith !== undefined && before.has(deletedWith);
    before.add(resource.urn);
    return {
      ...rest,
      // Pulumi, too, leaves the child of a missing resource without a parent, and its URN as it was.
      ...(parent === undefined || !left.has(parent) ? {} : { parent }),
      ...(kept.length === 0 ? {} : { dependencies: kept }),
      ...(byProperty.length === 0 ? {} : { propertyDependencies: Object.fromEntries(byProperty) }),
      ...(goesWith ? { deletedWith } : {}),
    };
  });
}
