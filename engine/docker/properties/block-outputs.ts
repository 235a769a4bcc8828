import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { blocksOf, listOf, textsOf } from "./property-access.ts";
import type { Property, Schema } from "./schema.ts";

/** The first read leaves numbers and booleans that were not given as null; a later one sets them to zero and false. */
export type Moment = "created" | "read";

/** Blocks that are not read from Docker again, as the provider keeps them: complete, and in the order of a set. */
export function completeBlocks(of: Schema, blocks: PropertyValue | undefined, moment: Moment): PropertyMap[] {
  return inSetOrder(blocksOf(blocks).map((block) => completeBlock(of, block, moment)));
}

/** Sorts a set as the state does: strings alphabetically, blocks field by field in the order of the fields' names. */
export function inSetOrder<T extends PropertyValue>(members: readonly T[]): T[] {
  return [...members].sort((one, other) => compare(orderKey(one), orderKey(other)));
}

function completeBlock(of: Schema, block: PropertyMap, moment: Moment): PropertyMap {
  return Object.fromEntries(
    Object.entries(of).map(([name, property]) => [name, complete(property, block[name], moment)]),
  );
}

function complete(property: Property, value: PropertyValue | undefined, moment: Moment): PropertyValue {
  const { shape, of, byDefault } = property;
  if (shape === "block") return isMap(value) ? completeBlock(of ?? {}, value, moment) : null;
  if (shape === "set") return of ? completeBlocks(of, value, moment) : inSetOrder(textsOf(value));
  if (shape === "list") return listOf(value);
  if (value !== undefined && value !== null) return value;
  if (byDefault !== undefined) return byDefault;
  if (shape === "string") return "";
  if (moment === "created" && !property.zeroByDefault) return null;
  return shape === "number" ? 0 : shape === "boolean" ? false : {};
}

/** Fields are ordered by the provider's internal names for them: `read_only`, not `readOnly`. */
function orderKey(value: PropertyValue): string {
  if (Array.isArray(value)) return `[${value.map(orderKey).join(";")}]`;
  if (typeof value === "boolean") return value ? "T" : "F"; // so that both come before "null"
  if (!isMap(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, inner]) => [snakeCase(name), orderKey(inner)] as const);
  const sorted = fields.sort(([one], [other]) => compare(one, other));
  return `<${sorted.map(([, text]) => text).join(";")}>`;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
