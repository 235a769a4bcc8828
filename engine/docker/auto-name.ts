import { randomBytes } from "node:crypto";
import type { PropertyMap } from "../resource-type.ts";

/**
 * Inputs with a name: as given, the one that was made up before, or a new one: the logical name, a dash and 7 hex
 * digits. A name that was made up counts as a default.
 */
export function withName(
  logicalName: string,
  inputs: PropertyMap,
  old: PropertyMap | undefined,
): PropertyMap {
  if (inputs.name !== undefined) return inputs;
  const name =
    isMadeUp(old) && old?.name ? old.name : `${logicalName}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  const defaults = Array.isArray(inputs.__defaults) ? inputs.__defaults : [];
  return { ...inputs, __defaults: [...defaults, "name"].sort(), name };
}

/** Whether the name of checked inputs was made up by the engine. */
export function isMadeUp(inputs: PropertyMap | undefined): boolean {
  return Array.isArray(inputs?.__defaults) && inputs.__defaults.includes("name");
}
