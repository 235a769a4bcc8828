import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { plannedOutputs } from "./planned-outputs.ts";
import { SERVICE } from "./service-schema.ts";

/** What the first read leaves as null if it was not given; a later read answers an empty one. */
const UNGIVEN = ["args", "capAdds", "capDrops", "commands", "env", "groups", "sysctl"];

const PLACES = ["constraints", "prefs"];

/**
 * The outputs of a create or an update, where the provider keeps some of what was asked for: networks by the name or id
 * that the program gave, and the platforms of a placement that the program gave. Only a refresh reads these.
 */
export function asAsked(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  const asked = plannedOutputs(SERVICE, inputs, outputs).taskSpec as PropertyMap;
  const task = outputs.taskSpec as PropertyMap;
  const placement = isPlaced(inputs) ? asked.placement : task.placement;
  return {
    ...outputs,
    taskSpec: {
      ...task,
      networksAdvanceds: asked.networksAdvanceds ?? [],
      placement: placement ?? null,
    },
  };
}

/** The same after a create, with null for what was not given. */
export function asCreated(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  const kept = asAsked(outputs, inputs);
  const task = kept.taskSpec as PropertyMap;
  const given = blockIn(inputs, "containerSpec");
  const placement = blockIn(inputs, "placement");
  const nulls = asNull(UNGIVEN.filter((name) => given?.[name] === undefined));
  const ungiven = placement === undefined ? [] : PLACES.filter((name) => isEmpty(placement[name]));
  return {
    ...kept,
    taskSpec: {
      ...task,
      containerSpec: { ...(task.containerSpec as PropertyMap), ...nulls },
      placement: { ...(task.placement as PropertyMap), ...asNull(ungiven) },
    },
  };
}

/** Whether the program says where the tasks run; an empty placement counts as none. */
export function isPlaced(inputs: PropertyMap): boolean {
  const { __defaults: _, ...placement } = blockIn(inputs, "placement") ?? {};
  return Object.values(placement).some((value) => !isEmpty(value));
}

function asNull(names: readonly string[]): PropertyMap {
  return Object.fromEntries(names.map((name) => [name, null]));
}

function isEmpty(value: PropertyValue | undefined): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function blockIn({ taskSpec }: PropertyMap, name: string): PropertyMap | undefined {
  const block = isMap(taskSpec) ? taskSpec[name] : undefined;
  return isMap(block) ? block : undefined;
}
