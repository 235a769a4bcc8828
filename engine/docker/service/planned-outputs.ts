import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { inSetOrder } from "../properties/block-outputs.ts";
import { blocksOf, listOf, textsOf } from "../properties/property-access.ts";
import type { Property, Schema } from "../properties/schema.ts";

/**
 * The properties after a change, as planned: what the program gives, what was there where Docker fills it in, and empty
 * values for the rest. It is what the provider sends, and what it keeps when the change fails.
 */
export function plannedOutputs(of: Schema, given: PropertyMap, old: PropertyMap | undefined): PropertyMap {
  return Object.fromEntries(
    Object.entries(of)
      .filter(([, { refused }]) => !refused)
      .map(([name, property]) => [name, planned(property, given[name] ?? null, old?.[name] ?? null)]),
  );
}

function planned(property: Property, given: PropertyValue, old: PropertyValue): PropertyValue {
  if (given === null) return property.computed ? old : empty(property);
  if (property.unchangedIf?.(old, given)) return old;
  const { shape, of } = property;
  if (shape === "block")
    return plannedOutputs(of ?? {}, isMap(given) ? given : {}, isMap(old) ? old : undefined);
  if (shape === "set") return plannedSet(of, given);
  if (shape === "list") return plannedList(of, given, old);
  if (shape === "map" && isMap(given)) return withoutDefaults(given);
  return given;
}

function plannedSet(of: Schema | undefined, given: PropertyValue): PropertyValue[] {
  if (of === undefined) return inSetOrder(textsOf(given));
  return inSetOrder(blocksOf(given).map((block) => plannedOutputs(of, block, undefined)));
}

function plannedList(of: Schema | undefined, given: PropertyValue, old: PropertyValue): PropertyValue[] {
  if (of === undefined) return listOf(given);
  const before = blocksOf(old);
  return blocksOf(given).map((block, index) => plannedOutputs(of, block, before[index]));
}

function empty({ shape }: Property): PropertyValue {
  switch (shape) {
    case "string":
      return "";
    case "number":
      return 0;
    case "boolean":
      return false;
    case "map":
      return {};
    case "block":
      return null;
    default:
      return [];
  }
}

function withoutDefaults({ __defaults: _, ...entries }: PropertyMap): PropertyMap {
  return entries;
}
