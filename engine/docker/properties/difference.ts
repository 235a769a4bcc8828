import { equal, hasUnknown, isMap } from "../../model/property-values.ts";
import {
  type Diff,
  type DiffKind,
  type PropertyMap,
  type PropertyValue,
  type ResourceState,
  UNKNOWN,
} from "../../model/resource-type.ts";
import { isGenerated } from "./auto-name.ts";
import { editsBetween } from "./edits.ts";
import type { Property, Schema } from "./schema.ts";

type Detailed = Record<string, { kind: DiffKind; inputDiff: boolean }>;

/**
 * The changes from the state's outputs to new inputs, as the provider reports them: the state contains what Docker
 * answered, so a value that Docker filled in is a difference unless the property is `computed`.
 */
export function diffAgainst(schema: Schema, old: ResourceState, inputs: PropertyMap): Diff {
  const detailed: Detailed = {};
  const replaceKeys: string[] = [];
  for (const [name, property] of Object.entries(schema)) {
    const found: Detailed = {};
    if (isNewlyFalse(property, old.outputs[name], inputs[name])) found[name] = entry("add");
    else diffProperty(property, name, old.outputs[name], inputs[name], found);
    if (Object.keys(found).length === 0) continue;
    for (const [path, { kind }] of Object.entries(found)) {
      detailed[path] = { kind: property.replaces ? (`${kind}-replace` as DiffKind) : kind, inputDiff: false };
    }
    if (property.replaces) replaceKeys.push(name);
  }
  return {
    changed: Object.keys(detailed).length > 0,
    replaceKeys: replaceKeys.sort(),
    detailed,
    // With a generated name, the replacement gets another; a name that was given must be free first.
    deleteBeforeReplace: !isGenerated(inputs),
  };
}

function diffProperty(
  property: Property,
  path: string,
  old: PropertyValue | undefined,
  wanted: PropertyValue | undefined,
  found: Detailed,
): void {
  // An empty list of blocks that Docker fills in counts as not given, because Docker would fill it anyway.
  const leftToDocker = property.computed && property.of !== undefined && isEmpty(wanted);
  const given = wanted !== undefined && wanted !== null && !leftToDocker;
  if (!given) {
    if (isUnreadList(property, old)) found[path] = entry("add");
    else if (property.computed || isEmpty(old)) return;
    else if (property.shape === "map" && isMap(old)) diffFields(property, path, old, {}, found);
    else found[path] = entry(property.zeroByDefault ? "update" : "delete");
    return;
  }
  if (property.unchangedIf?.(old ?? null, wanted)) return;
  // A block that is given counts, even when it is empty.
  if (property.shape === "block") {
    if (isMap(old)) diffValue(property, path, old, wanted, found);
    else found[path] = entry("add");
    return;
  }
  // A set that is unknown and that Docker could have filled in is no difference, as the real provider's plans show.
  if (wanted === UNKNOWN && property.shape === "set" && property.computed) return;
  // With one unknown member a set is unknown as a whole, because its members have no index of their own.
  if (property.shape === "set" && property.of === undefined && hasUnknown(wanted)) {
    found[path] = entry(isEmpty(old) ? "add" : "update");
    return;
  }
  if (isEmpty(wanted) && isEmpty(old)) return;
  if (isEmpty(old) && isCollection(property)) found[path] = entry("add");
  // An empty map is reported by the keys that it no longer has, an empty list as a whole.
  else if (isEmpty(wanted) && isCollection(property) && property.shape !== "map")
    found[path] = entry("delete");
  else diffValue(property, path, old ?? null, wanted, found);
}

function diffValue(
  property: Property,
  path: string,
  old: PropertyValue,
  wanted: PropertyValue,
  found: Detailed,
): void {
  if (wanted === UNKNOWN) found[path] = entry("update");
  else if (Array.isArray(old) && Array.isArray(wanted)) diffMembers(property, path, old, wanted, found);
  else if (isMap(old) && isMap(wanted)) diffFields(property, path, old, wanted, found);
  else if (!sameScalar(old, wanted)) found[path] = entry(isEmpty(old) && old === null ? "add" : "update");
}

function diffMembers(
  property: Property,
  path: string,
  old: PropertyValue[],
  wanted: PropertyValue[],
  found: Detailed,
): void {
  if (property.shape === "set") diffSet(property, path, old, wanted, found);
  else if (property.of === undefined) diffText(path, old, wanted, found);
  else diffByIndex(property, path, old, wanted, found);
}

/** Members of both sets are left out; the others are reported by their index in the state or in the program. */
function diffSet(
  property: Property,
  path: string,
  old: PropertyValue[],
  wanted: PropertyValue[],
  found: Detailed,
): void {
  const isIn = (others: PropertyValue[]) => (item: PropertyValue) =>
    others.some((other) => sameMember(property, item, other));
  const without = (items: PropertyValue[], others: PropertyValue[]) =>
    items.map((item) => (isIn(others)(item) ? undefined : item));
  const added = without(wanted, old);
  // The provider finds a member in the program only if its strings are given; else it reports the whole set.
  if (added.some((item) => isMap(item) && !hasAllStrings(property, item))) found[path] = entry("update");
  else diffByIndex(property, path, without(old, wanted), added, found);
}

function hasAllStrings(property: Property, item: PropertyMap): boolean {
  const texts = Object.entries(property.of ?? {}).filter(
    ([, one]) => one.shape === "string" && !one.mayBeLeftOut,
  );
  return texts.every(([name]) => item[name] !== undefined);
}

/** Ordered strings, such as a command: reports those that are not in the longest common subsequence. */
function diffText(path: string, old: PropertyValue[], wanted: PropertyValue[], found: Detailed): void {
  const { removed, added } = editsBetween(old, wanted, sameScalar);
  for (const index of removed) found[`${path}[${index}]`] = entry("delete");
  for (const index of added) {
    const at = `${path}[${index}]`;
    found[at] = entry(at in found ? "update" : "add");
  }
}

function diffByIndex(
  property: Property,
  path: string,
  removed: (PropertyValue | undefined)[],
  added: (PropertyValue | undefined)[],
  found: Detailed,
): void {
  for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
    const at = `${path}[${index}]`;
    const [before, after] = [removed[index], added[index]];
    if (before !== undefined && after !== undefined) diffMember(property, at, before, after, found);
    else if (before !== undefined) found[at] = entry("delete");
    else if (after !== undefined) found[at] = entry("add");
  }
}

function diffMember(
  property: Property,
  path: string,
  old: PropertyValue,
  wanted: PropertyValue,
  found: Detailed,
): void {
  if (sameMember(property, old, wanted)) return;
  if (property.of !== undefined && isMap(old) && isMap(wanted))
    diffFields(property, path, old, wanted, found);
  else found[path] = entry("update");
}

function diffFields(
  property: Property,
  path: string,
  old: PropertyMap,
  wanted: PropertyMap,
  found: Detailed,
): void {
  if (property.of === undefined) diffEntries(path, old, wanted, found);
  for (const [name, field] of Object.entries(property.of ?? {}))
    diffProperty(field, `${path}.${name}`, old[name], wanted[name], found);
}

/** Entries of a map are compared by key: one with an empty value, such as a bare mount option, counts too. */
function diffEntries(path: string, old: PropertyMap, wanted: PropertyMap, found: Detailed): void {
  for (const name of new Set([...Object.keys(old), ...Object.keys(wanted)])) {
    const at = /^\w+$/.test(name) ? `${path}.${name}` : `${path}["${name.replaceAll('"', '\\"')}"]`;
    const [before, after] = [old[name] ?? null, wanted[name] ?? null];
    if (before === null && after !== null) found[at] = entry("add");
    else if (after === null && before !== null) found[at] = entry("delete");
    else if (!sameScalar(before, after)) found[at] = entry("update");
  }
}

function sameMember(property: Property, one: PropertyValue, other: PropertyValue): boolean {
  const found: Detailed = {};
  if (property.of !== undefined && isMap(one) && isMap(other)) {
    diffFields(property, "", one, other, found);
    return Object.keys(found).length === 0;
  }
  return sameScalar(one, other);
}

function sameScalar(one: PropertyValue, other: PropertyValue): boolean {
  return equal(one, other) || String(one) === String(other);
}

/** The provider counts a false where the state has nothing as a change, and no other empty value. */
function isNewlyFalse(
  property: Property,
  old: PropertyValue | undefined,
  wanted: PropertyValue | undefined,
): boolean {
  return !property.computed && property.shape === "boolean" && wanted === false && (old ?? null) === null;
}

/** A list that Docker fills in and that was never read, because the create failed. */
function isUnreadList(property: Property, old: PropertyValue | undefined): boolean {
  const isText = property.shape === "list" && property.of === undefined;
  return property.computed === true && isText && old === null;
}

function isCollection(property: Property): boolean {
  return property.shape !== "string" && property.shape !== "number" && property.shape !== "boolean";
}

function isEmpty(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).filter((key) => key !== "__defaults").length === 0;
}

function entry(kind: DiffKind): { kind: DiffKind; inputDiff: boolean } {
  return { kind, inputDiff: false };
}
