import { isMap } from "../property-values.ts";
import type { PropertyValue } from "../resource-type.ts";
import { listOf, textOf } from "./property-access.ts";
import type { Property } from "./schema.ts";

/** Labels, as all types declare them. */
export const LABELS: Property = {
  shape: "set",
  replaces: true,
  of: { label: { shape: "string", required: true }, value: { shape: "string", required: true } },
};

/** Labels in Docker's form. */
export function labelMap(labels: PropertyValue | undefined): Record<string, string> {
  return Object.fromEntries(
    listOf(labels).flatMap((item) => (isMap(item) ? [[textOf(item.label), textOf(item.value)]] : [])),
  );
}
