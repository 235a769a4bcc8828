import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";

/** The text of a property; empty when it is not given. */
export function textOf(value: PropertyValue | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

/** The number of a property; undefined when it is not given. */
export function numberOf(value: PropertyValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The members of a property; none when it is not given. */
export function listOf(value: PropertyValue | undefined): PropertyValue[] {
  return Array.isArray(value) ? value : [];
}

/** The members that are blocks. */
export function blocksOf(value: PropertyValue | undefined): PropertyMap[] {
  return listOf(value).filter(isMap);
}

/** The members as text. */
export function textsOf(value: PropertyValue | undefined): string[] {
  return listOf(value).map(textOf);
}

/** A map of text; undefined when it is not given. */
export function textMapOf(value: PropertyValue | undefined): Record<string, string> | undefined {
  if (!isMap(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__defaults")
      .map(([key, item]) => [key, textOf(item)]),
  );
}
