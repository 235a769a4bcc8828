import { randomBytes } from "node:crypto";
import type { PropertyMap } from "../../model/resource-type.ts";

/**
 * Inputs with a name: as given, the one that was there before, or a new one: the logical name, a dash and 7 hex digits.
 * A name that the program does not give counts as a default, also where it gave it once: leaving it out renames nothing.
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

/** Whether the name of checked inputs is not the program's. */
export function isMadeUp(inputs: PropertyMap | undefined): boolean {
  return Array.isArray(inputs?.__defaults) && inputs.__defaults.includes("name");
}
