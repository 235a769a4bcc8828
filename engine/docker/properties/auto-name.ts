import { randomBytes } from "node:crypto";
import type { PropertyMap } from "../../model/resource-type.ts";

/**
 * Inputs with a name: the given one, the previous one, or a new one of the logical name, a dash and 7 hex digits. A name
 * that the program does not give counts as a default, even if it gave it before: leaving it out renames nothing.
 */
export function withName(
  logicalName: string,
  inputs: PropertyMap,
  old: PropertyMap | undefined,
): PropertyMap {
  if (inputs.name !== undefined) return inputs;
  const name = old?.name ? old.name : `${logicalName}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  const defaults = Array.isArray(inputs.__defaults) ? inputs.__defaults : [];
  return { ...inputs, __defaults: [...defaults, "name"].sort(), name };
}

/** Whether the name in checked inputs was not given by the program. */
export function isGenerated(inputs: PropertyMap | undefined): boolean {
  return Array.isArray(inputs?.__defaults) && inputs.__defaults.includes("name");
}
