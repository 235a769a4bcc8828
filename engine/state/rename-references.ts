import type { Resource } from "../model/checkpoint.ts";

/** Makes resources refer to one by its new name. Changes them in place, because other code holds these objects. */
export function renameReferences(resources: readonly Resource[], from: string, to: string): void {
  const renamed = (urn: string) => (urn === from ? to : urn);
  for (const item of resources) {
    if (item.parent !== undefined) item.parent = renamed(item.parent);
    if (item.deletedWith !== undefined) item.deletedWith = renamed(item.deletedWith);
    if (item.dependencies !== undefined) item.dependencies = item.dependencies.map(renamed);
    if (item.provider?.startsWith(`${from}::`)) item.provider = to + item.provider.slice(from.length);
    const byProperty = item.propertyDependencies ?? {};
    for (const [name, urns] of Object.entries(byProperty)) byProperty[name] = urns.map(renamed);
  }
}
