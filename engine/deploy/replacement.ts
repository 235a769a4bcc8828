import type { Resource } from "../model/checkpoint.ts";
import { keepOld, pathContains } from "../model/property-path.ts";
import { reveal } from "../model/property-values.ts";
import { type Diff, type DiffKind, type PropertyMap, UNKNOWN } from "../model/resource-type.ts";
import { type Session, stateOf, typeFor } from "./session.ts";

/** The part of a session that is used here: which types there are. */
type Types = Pick<Session, "resourcePackage">;

/** The resource type's diff, with the program's `ignoreChanges` and `replaceOnChanges` applied to it. */
export function diffOf(session: Types, old: Resource, goal: Resource): Diff {
  const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
  const found = typeFor(session, goal.type).diff(stateOf(old), inputs);
  const diff = withoutIgnored(found, goal.ignoreChanges ?? []);
  const patterns = goal.replaceOnChanges ?? [];
  const isUnfinished = (old.initErrors ?? []).length > 0;
  return withForced(isUnfinished ? withInitError(diff, patterns) : diff, patterns);
}

/**
 * Inputs keep their former values where a change is ignored; what Docker has added, and no input names, is a difference
 * all the same, and the provider leaves it out as well.
 */
function withoutIgnored(diff: Diff, ignored: readonly string[]): Diff {
  const isIgnored = (path: string) => ignored.some((pattern) => pathContains(pattern, path));
  const kept = Object.entries(diff.detailed).filter(([path]) => !isIgnored(path));
  if (kept.length === Object.keys(diff.detailed).length) return diff;
  const replaceKeys = diff.replaceKeys.filter((key) => kept.some(([path]) => pathContains(key, path)));
  return { ...diff, changed: kept.length > 0, detailed: Object.fromEntries(kept), replaceKeys };
}

/** Whether any part of the change cannot be made in place. */
export function isReplacement({ detailed, replaceKeys }: Diff): boolean {
  return replaceKeys.length > 0 || Object.values(detailed).some(({ kind }) => kind.endsWith("-replace"));
}

/**
 * The resources to replace along with `root` when `root` is deleted before its successor is made: those that got one of
 * their properties from it, if an unknown value there would force a replacement. In the order of the state.
 */
export function dependentReplacements(session: Types, root: Resource, all: readonly Resource[]): Resource[] {
  const replaced = new Map([[root.urn, root]]);
  for (const resource of all) {
    if (!resource.custom || resource.external || resource.delete || replaced.has(resource.urn)) continue;
    const affected = Object.entries(resource.propertyDependencies ?? {})
      .filter(([, urns]) => urns.some((urn) => replaced.has(urn)))
      .map(([property]) => property);
    if (affected.length > 0 && isReplacement(diffWithout(session, affected, resource)))
      replaced.set(resource.urn, resource);
  }
  return [...replaced.values()].filter((resource) => resource !== root);
}

/** The diff if these properties were unknown, with the options that the resource was last registered with. */
function diffWithout(session: Types, properties: readonly string[], resource: Resource): Diff {
  const state = stateOf(resource);
  const unknown = Object.fromEntries(properties.map((property) => [property, UNKNOWN]));
  const wanted = keepOld({ ...state.inputs, ...unknown }, state.inputs, resource.ignoreChanges ?? []);
  const diff = typeFor(session, resource.type).diff(state, wanted);
  return withForced(diff, resource.replaceOnChanges ?? []);
}

/** A create or an update that did not finish counts as a change where every change replaces. */
function withInitError(diff: Diff, patterns: readonly string[]): Diff {
  const path = "#initerror";
  if (!patterns.some((pattern) => pathContains(pattern, path))) return diff;
  const detailed: Diff["detailed"] = { ...diff.detailed, [path]: { kind: "update", inputDiff: false } };
  return { ...diff, changed: true, detailed };
}

function withForced(diff: Diff, patterns: readonly string[]): Diff {
  const forced = (path: string): boolean => patterns.some((pattern) => pathContains(pattern, path));
  const forcedPaths = Object.keys(diff.detailed).filter(forced);
  if (forcedPaths.length === 0) return diff;
  const detailed = Object.fromEntries(
    Object.entries(diff.detailed).map(([path, { kind, inputDiff }]) => [
      path,
      { kind: forced(path) ? replacing(kind) : kind, inputDiff },
    ]),
  );
  // A pattern that goes deeper than a property forces the replacement, and is not reported as its reason.
  const keys = forcedPaths.map((path) => /^[^.[]*/.exec(path)?.[0] ?? path).filter(forced);
  return { ...diff, detailed, replaceKeys: [...new Set([...diff.replaceKeys, ...keys])] };
}

function replacing(kind: DiffKind): DiffKind {
  return kind.endsWith("-replace") ? kind : (`${kind}-replace` as DiffKind);
}
