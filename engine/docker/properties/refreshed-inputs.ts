import { equal, isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { type Property, type Schema, withoutEmptyDefaults } from "./schema.ts";

/**
 * Inputs as a refresh leaves them: what was asked for is now what was found, and nothing comes along that was not asked
 * for. So a plan that ignores a change keeps what is there, and not what was wanted once.
 */
export function refreshedInputs(schema: Schema, inputs: PropertyMap, outputs: PropertyMap): PropertyMap {
  return withoutEmptyDefaults(foundBlock(schema, inputs, outputs));
}

function foundBlock(of: Schema, asked: PropertyMap, found: PropertyMap): PropertyMap {
  const { __defaults: marks, ...given } = asked;
  const taken: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    const seen = found[name];
    if (seen !== undefined) taken[name] = foundValue(of[name], value, seen);
  }
  if (!Array.isArray(marks)) return taken;
  // What was found to be otherwise is no default any more.
  const defaults = marks.map(String).filter((name) => equal(taken[name], given[name]));
  return { __defaults: defaults, ...taken };
}

function foundValue(
  property: Property | undefined,
  asked: PropertyValue,
  found: PropertyValue,
): PropertyValue {
  if (isMap(asked) && isMap(found)) return foundBlock(property?.of ?? {}, asked, found);
  if (!Array.isArray(asked) || !Array.isArray(found)) return found;
  const isSetOfBlocks = property?.shape === "set" && [...asked, ...found].every(isMap);
  const places = isSetOfBlocks ? likestPlaces(asked as PropertyMap[], found as PropertyMap[]) : undefined;
  return asked.flatMap((item, index) => {
    const seen = found[places === undefined ? index : (places.get(index) ?? -1)];
    return seen === undefined ? [] : [foundValue(property && { ...property, shape: "block" }, item, seen)];
  });
}

/** Blocks of a set have no place of their own: each is taken for the one that it has most in common with. */
function likestPlaces(asked: readonly PropertyMap[], found: readonly PropertyMap[]): Map<number, number> {
  const pairs = asked.flatMap((one, place) =>
    found.map((other, otherPlace) => ({ place, otherPlace, likeness: likeness(one, other) })),
  );
  const places = new Map<number, number>();
  const taken = new Set<number>();
  for (const { place, otherPlace } of pairs.sort((one, other) => other.likeness - one.likeness)) {
    if (places.has(place) || taken.has(otherPlace)) continue;
    places.set(place, otherPlace);
    taken.add(otherPlace);
  }
  return places;
}

function likeness(asked: PropertyMap, found: PropertyMap): number {
  return Object.entries(asked).reduce(
    (sum, [name, value]) => sum + (found[name] === undefined ? 0 : equal(value, found[name]) ? 3 : 1),
    0,
  );
}
